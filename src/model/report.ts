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

/** Requests that went out, every attempt counted. */
export interface Traffic {
  readonly calls: number;
  /** Calls that repeated an earlier attempt. */
  readonly retries: number;
  /** Calls that AWS refused for their rate. */
  readonly throttles: number;
}

/** What one watch run saw, before anyone is told. */
export interface WatchReport {
  readonly deployment: string;
  readonly runId: string;
  readonly startedAt: Instant;
  readonly measuredAt: Instant;
  readonly limits: readonly LimitDefinition[];
  /** One per target and limit, in the order of the configuration. */
  readonly findings: readonly Finding[];
  readonly status: RunStatus;
  /** How the accounts were found; absent where the file lists them all. */
  readonly discovery?: DiscoveryReport;
  /** Of accounts that may never be pruned; absent where none was asked. */
  readonly pruneRoles?: readonly PruneRoleReading[];
  /** Why mutes that were made by command do not mute, in sentences; absent where all do. */
  readonly muteProblems?: readonly string[];
  /** On the increases that the watchdog requests, in sentences; absent where watchdog.yml has none. */
  readonly increases?: readonly string[];
}

/** A report together with what became of telling people. */
export interface WatchOutcome {
  readonly report: WatchReport;
  readonly status: RunStatus;
  /** Messages accepted by SNS. */
  readonly published: number;
  /** Every message that had to go out was accepted, for topics that have a confirmed subscription. */
  readonly toldEverybody: boolean;
  /** Topics that do not reach everybody that they should reach. */
  readonly topicProblems: readonly TopicProblem[];
  /** It has failed for new topics alone, as an earlier run has reported. */
  readonly waitsForConfirmation: boolean;
  /** Nothing was sent, since another run for this scheduled time had published. */
  readonly publishedBeforeFor?: Instant;
  /** When limits will be full, by subject key; only where there is a trend. */
  readonly forecasts: ReadonlyMap<SubjectKey, Forecast>;
  /** What has been measured of each subject, by subject key, this run's values included. */
  readonly samples: Readonly<Record<string, readonly DailySample[]>>;
  /** `not-known` when the memory could not be read, or not be kept. */
  readonly history: 'known' | 'not-known';
  /** Why the page of this run is not where people look for it; a run that is complete needs attention then. */
  readonly reportNotKept?: ReadFailure;
  readonly finishedAt: Instant;
  readonly traffic: Traffic;
}
