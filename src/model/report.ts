import type { DiscoveryReport } from './discovery.ts';
import type { ReadFailure } from './failure.ts';
import type { Finding } from './finding.ts';
import type { LimitDefinition } from './limit.ts';
import type { Forecast, SubjectKey } from './notice.ts';
import type { Instant } from './time.ts';
import type { PruneRoleReading } from './prune-role.ts';
import type { TopicProblem } from './subscriptions.ts';
import type { DailySample } from './watch-state.ts';

/**
 * - `complete`: everything was measured and nothing needs attention
 * - `attention`: complete, and there is something to say
 * - `incomplete`: something is unknown or not measured
 * - `failed`: nothing could be measured, or publishing or the state failed
 */
export type RunStatus = 'complete' | 'attention' | 'incomplete' | 'failed';

/** Requests that were sent, every attempt counted. */
export interface Traffic {
  readonly calls: number;
  readonly retries: number;
  /** Calls that AWS refused for their rate. */
  readonly throttles: number;
}

/** What one run measured, before alerts are sent. */
export interface WatchReport {
  readonly deployment: string;
  readonly runId: string;
  readonly startedAt: Instant;
  readonly measuredAt: Instant;
  readonly limits: readonly LimitDefinition[];
  /** One per target and limit, in the order of the configuration. */
  readonly findings: readonly Finding[];
  readonly status: RunStatus;
  /** Absent where the file lists all accounts. */
  readonly discovery?: DiscoveryReport;
  /** Of accounts that may never be pruned; absent where none was read. */
  readonly pruneRoles?: readonly PruneRoleReading[];
  /** Why mutes that were made by command do not mute, in sentences; absent where all do. */
  readonly muteProblems?: readonly string[];
  /** On the increases that the watchdog requests, in sentences; absent where watchdog.yml has none. */
  readonly increases?: readonly string[];
}

/** A report and the result of its alerts. */
export interface WatchOutcome {
  readonly report: WatchReport;
  readonly status: RunStatus;
  /** Messages accepted by SNS. */
  readonly published: number;
  /** SNS accepted every message, for topics that have a confirmed subscription. */
  readonly toldEverybody: boolean;
  readonly topicProblems: readonly TopicProblem[];
  /** Only new topics have failed, and an earlier run has reported them. */
  readonly waitsForConfirmation: boolean;
  /** Nothing was sent: another run for this scheduled time has published. */
  readonly publishedBeforeFor?: Instant;
  /** Only where there is a trend. */
  readonly forecasts: ReadonlyMap<SubjectKey, Forecast>;
  /** By subject key, this run's values included. */
  readonly samples: Readonly<Record<string, readonly DailySample[]>>;
  /** Whether earlier samples are known; `not-known` when the state could not be read or written. */
  readonly history: 'known' | 'not-known';
  /** Why the page of this run was not stored; a complete run then needs attention. */
  readonly reportNotKept?: ReadFailure;
  readonly finishedAt: Instant;
  readonly traffic: Traffic;
}
