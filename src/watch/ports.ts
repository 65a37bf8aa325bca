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
import type { ReportDocument, ReportPorts } from '../report/ports.ts';
import type { ReportedPrunes } from '../model/run-report.ts';
import type { LoadedMutes } from '../model/stored-mute.ts';
import type { TopicProblem } from '../model/subscriptions.ts';
import type { Traffic, WatchOutcome } from '../model/report.ts';

/** Adds the watchdog's own increase requests to findings, and sentences about them. Resolves even when S3 fails. */
export type WithIncreases = (
  findings: readonly Finding[],
  limits: readonly LimitDefinition[],
  accounts: readonly AccountConfiguration[],
  now: Instant,
) => Promise<{ readonly findings: readonly Finding[]; readonly sentences: readonly string[] }>;

export type EmitMetrics = (documents: readonly MetricDocument[]) => void;

/** Writes the structured log lines of a watch run. */
export interface WatchLog {
  finding(finding: Finding): void;
  publication(publication: Publication | EventAnswer): void;
  /** Logs a line about the stored state. */
  memory(line: string): void;
  subscriptions(problem: TopicProblem): void;
  /** Logs why a report or an alert's document could not be stored. */
  reportNotKept(failure: ReadFailure): void;
  run(outcome: WatchOutcome): void;
}

/** What `judge` needs to read the state, send alerts and store the report. */
export interface JudgePorts {
  readonly clock: Clock;
  readonly publish: Publish;
  readonly subscriptions: ReadSubscriptions;
  readonly store: StateStore;
  /** Loads the mutes that people added by command. Resolves even when S3 fails. */
  readonly mutes: () => Promise<LoadedMutes>;
  readonly increases?: WithIncreases;
  readonly emit: EmitMetrics;
  /** Loads the recent prunes. Resolves even when AWS fails. */
  readonly prunes: () => Promise<ReportedPrunes>;
  readonly reports: ReportPorts;
  readonly traffic: () => Traffic;
  readonly log: WatchLog;
}

export interface WatchPorts extends JudgePorts, Pick<AccountReaders, 'measure' | 'pruneRole'> {
  readonly saveReadings?: AccountReaders['saveReadings'];
}

/** Stores the documents of a distributed run by name. Each document is written once. */
export interface StepStore {
  read(name: string): Promise<ReportDocument>;
  /** Stores a document unless it exists, since a step may be delivered twice. Rejects when S3 fails. */
  create(name: string, text: string): Promise<void>;
  keyOf(name: string): string;
  /** Returns the name for an S3 key; undefined for a key of another run. */
  nameOf(key: string): string | undefined;
}
