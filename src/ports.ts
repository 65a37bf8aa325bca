import type { AlertMessage } from './model/alert.ts';
import type { AccountConfiguration } from './model/configuration.ts';
import type { LimitId } from './model/limit.ts';
import type { Finding, Measurement } from './model/finding.ts';
import type { ReadFailure } from './model/failure.ts';
import type { MetricDocument } from './model/metrics.ts';
import type { Traffic, WatchOutcome } from './model/report.ts';
import type { Target } from './model/target.ts';
import type { Instant } from './model/time.ts';

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
