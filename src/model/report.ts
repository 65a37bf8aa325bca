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
 * - `attention`: everything was measured and something needs attention
 * - `incomplete`: something is unknown or not measured
 * - `failed`: nothing could be measured, or publishing or the state failed
 */
export type RunStatus = 'complete' | 'attention' | 'incomplete' | 'failed';

/** The number of requests that a run sent to AWS, each attempt counted. */
export interface Traffic {
  readonly calls: number;
  readonly retries: number;
  /** The number of requests that AWS throttled. */
  readonly throttles: number;
}

/** What one run measured, before alerts are sent. */
export interface WatchReport {
  readonly deployment: string;
  readonly runId: string;
  readonly startedAt: Instant;
  readonly measuredAt: Instant;
  readonly limits: readonly LimitDefinition[];
  /** One finding for each target and limit, in the order of the configuration. */
  readonly findings: readonly Finding[];
  readonly status: RunStatus;
  /** How the accounts were found. Absent when the configuration file lists all of them. */
  readonly discovery?: DiscoveryReport;
  /** Whether accounts that may never be pruned have a prune role. Absent when none was checked. */
  readonly pruneRoles?: readonly PruneRoleReading[];
  /** Why mutes made by commands have no effect, in sentences. Absent when all take effect. */
  readonly muteProblems?: readonly string[];
  /** Sentences on the increases that the watchdog requests. Absent when watchdog.yml permits none. */
  readonly increases?: readonly string[];
}

/** The report of a run and the result of sending its alerts. */
export interface WatchOutcome {
  readonly report: WatchReport;
  readonly status: RunStatus;
  /** The number of messages that SNS accepted. */
  readonly published: number;
  /** Whether every alert was accepted, each for a topic with a confirmed subscription, and the state was saved. */
  readonly sentEveryAlert: boolean;
  readonly topicProblems: readonly TopicProblem[];
  /** Whether all unsent alerts are for new topics that an earlier run has reported as unconfirmed. */
  readonly waitsForConfirmation: boolean;
  /** The scheduled time of this run, if another run for the same time has published. This run then sent nothing. */
  readonly publishedBeforeFor?: Instant;
  /** The forecasts by subject key. A subject without a trend has none. */
  readonly forecasts: ReadonlyMap<SubjectKey, Forecast>;
  /** The daily samples by subject key, including those of this run. */
  readonly samples: Readonly<Record<string, readonly DailySample[]>>;
  /** Whether earlier samples are known; `not-known` when the state could not be read or written. */
  readonly history: 'known' | 'not-known';
  /** Why the report page of this run could not be stored. A run that is otherwise `complete` then is `attention`. */
  readonly reportNotKept?: ReadFailure;
  readonly finishedAt: Instant;
  readonly traffic: Traffic;
}
