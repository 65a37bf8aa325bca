import type { AccountConfiguration } from '../model/configuration.ts';
import type { LimitDefinition } from '../model/limit.ts';
import type { Instant } from '../model/time.ts';
import type { Clock } from '../model/clock.ts';
import type { Finding } from '../model/finding.ts';
import type { AccountReaders } from './measure-target.ts';
import type { MetricDocument } from '../model/metrics.ts';
import type {
  EventAnswer,
  Publication,
  Publish,
  ReadSubscriptions,
  StateStore,
} from '../alerts/ports.ts';
import type { ReadFailure } from '../model/failure.ts';
import type { ReportPorts } from '../report/ports.ts';
import type { ReportedPrunes } from '../model/run-report.ts';
import type { LoadedMutes } from '../model/stored-mute.ts';
import type { TopicProblem } from '../model/subscriptions.ts';
import type { Traffic, WatchOutcome } from '../model/report.ts';

/** Adds to findings what the watchdog itself requested, with sentences. Resolves whatever S3 answers. */
export type WithIncreases = (
  findings: readonly Finding[],
  limits: readonly LimitDefinition[],
  accounts: readonly AccountConfiguration[],
  now: Instant,
) => Promise<{ readonly findings: readonly Finding[]; readonly sentences: readonly string[] }>;

export type EmitMetrics = (documents: readonly MetricDocument[]) => void;

/** Structured log lines of a watch run. */
export interface WatchLog {
  finding(finding: Finding): void;
  publication(publication: Publication | EventAnswer): void;
  /** One line about the state. */
  memory(line: string): void;
  subscriptions(problem: TopicProblem): void;
  /** Why a report could not be stored. */
  reportNotKept(failure: ReadFailure): void;
  run(outcome: WatchOutcome): void;
}

/** What judging, alerting and reporting need. */
export interface JudgePorts {
  readonly clock: Clock;
  readonly publish: Publish;
  readonly subscriptions: ReadSubscriptions;
  readonly store: StateStore;
  /** Mutes made by command. Resolves whatever S3 answers. */
  readonly mutes: () => Promise<LoadedMutes>;
  readonly increases?: WithIncreases;
  readonly emit: EmitMetrics;
  /** Recent prunes. Resolves whatever AWS answers. */
  readonly prunes: () => Promise<ReportedPrunes>;
  readonly reports: ReportPorts;
  readonly traffic: () => Traffic;
  readonly log: WatchLog;
}

export interface WatchPorts extends JudgePorts, Pick<AccountReaders, 'measure' | 'pruneRole'> {
  readonly saveReadings?: AccountReaders['saveReadings'];
}

export type StepDocument =
  | { readonly kind: 'read'; readonly text: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/** Documents of a distributed run by name, each written once. */
export interface StepStore {
  read(name: string): Promise<StepDocument>;
  /** A document stored before stays: the step was delivered twice. Rejects when nothing was stored. */
  create(name: string, text: string): Promise<void>;
  keyOf(name: string): string;
  /** Undefined for a key of another run. */
  nameOf(key: string): string | undefined;
}
