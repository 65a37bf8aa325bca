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

/** Adds to findings what the watchdog itself requested, and says so in sentences. Resolves whatever S3 answers. */
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
  /** What became of the alert memory, in one line. */
  memory(line: string): void;
  /** What is wrong with the subscriptions of a topic. */
  subscriptions(problem: TopicProblem): void;
  /** Why the report of the run could not be kept. */
  reportNotKept(failure: ReadFailure): void;
  run(outcome: WatchOutcome): void;
}

/** What judging, telling, remembering and reporting ask of the world. */
export interface JudgePorts {
  readonly clock: Clock;
  readonly publish: Publish;
  readonly subscriptions: ReadSubscriptions;
  readonly store: StateStore;
  /** The mutes that were made by command. Resolves whatever S3 answers. */
  readonly mutes: () => Promise<LoadedMutes>;
  /** Absent where watchdog.yml has no increases. */
  readonly increases?: WithIncreases;
  readonly emit: EmitMetrics;
  /** How prunes ended lately. Resolves whatever AWS answers. */
  readonly prunes: () => Promise<ReportedPrunes>;
  readonly reports: ReportPorts;
  readonly traffic: () => Traffic;
  readonly log: WatchLog;
}

/** Everything that a watch run in one invocation asks of the world. */
export interface WatchPorts extends JudgePorts, Pick<AccountReaders, 'measure' | 'pruneRole'> {
  readonly saveReadings?: AccountReaders['saveReadings'];
}

/** A document of a run, or why it could not be read. */
export type StageDocument =
  | { readonly kind: 'read'; readonly text: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/** What the stages of one distributed run hand each other: documents by name, each written once. */
export interface StageStore {
  read(name: string): Promise<StageDocument>;
  /** What is there already stays: it is that of the same stage, delivered twice. Rejects when it was not stored. */
  create(name: string, text: string): Promise<void>;
  /** As the state machine finds it. */
  keyOf(name: string): string;
  /** Undefined for a key that is not of this run. */
  nameOf(key: string): string | undefined;
}
