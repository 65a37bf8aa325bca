import type { AlertMessage } from './model/alert.ts';
import type { AccountConfiguration } from './model/configuration.ts';
import type { LimitId } from './model/limit.ts';
import type { Finding, Measurement } from './model/finding.ts';
import type { ReadFailure } from './model/failure.ts';
import type { MetricDocument } from './model/metrics.ts';
import type { Traffic, WatchOutcome } from './model/report.ts';
import type { Target } from './model/target.ts';
import type { Instant } from './model/time.ts';
import type { WatchState } from './model/watch-state.ts';

/** Time as an argument: real in Lambda, made by hand in tests. */
export interface Clock {
  now(): Instant;
  /** Resolves after `ms`; rejects with the signal's reason as soon as it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/**
 * Measures every limit of a target's scope. Resolves to one measurement per limit, whatever AWS
 * answers: a read that fails is a measurement of its own, and rejecting is reserved for bugs.
 */
export type MeasureTarget = (
  account: AccountConfiguration,
  target: Target,
) => Promise<ReadonlyMap<LimitId, Measurement>>;

/** What became of one message. */
export type Publication =
  | { readonly published: true; readonly messageId: string }
  | { readonly published: false; readonly failure: ReadFailure };

export type PublishAlert = (message: AlertMessage) => Promise<Publication>;

export type EmitMetrics = (documents: readonly MetricDocument[]) => void;

/** Which content of the store a save replaces: the tag that it was read or saved under, or none at all. */
export type Replaced = { readonly tag: string } | 'nothing';

/** What the store holds. What could not be told is never taken for `missing`. */
export type LoadedState =
  | { readonly kind: 'found'; readonly state: WatchState; readonly tag: string }
  | { readonly kind: 'missing' }
  /**
   * What is stored is not this deployment's state. It was copied elsewhere, so that it can be replaced.
   * `restored` is the newest earlier version that can be read; `problem` says all this to a person.
   */
  | {
      readonly kind: 'set-aside';
      readonly problem: string;
      readonly restored?: WatchState;
      readonly tag: string;
    }
  /** `problem`, where the failure alone does not say what is wrong. */
  | { readonly kind: 'unreadable'; readonly failure: ReadFailure; readonly problem?: string };

/** What became of a save. After `failed` it may have been stored all the same, or may still be. */
export type SavedState =
  | { readonly kind: 'saved'; readonly tag: string }
  /** Somebody else has saved since. */
  | { readonly kind: 'lost' }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/** The alert memory of one deployment, as one run uses it. A save replaces only what it says it replaces. */
export interface StateStore {
  load(): Promise<LoadedState>;
  save(state: WatchState, replaced: Replaced): Promise<SavedState>;
}

/** Structured log lines of a watch run. */
export interface WatchLog {
  finding(finding: Finding): void;
  publication(publication: Publication): void;
  run(outcome: WatchOutcome): void;
}

/** Everything that a watch run asks of the world. */
export interface WatchPorts {
  readonly clock: Clock;
  readonly measure: MeasureTarget;
  readonly publish: PublishAlert;
  readonly emit: EmitMetrics;
  readonly traffic: () => Traffic;
  readonly log: WatchLog;
}
