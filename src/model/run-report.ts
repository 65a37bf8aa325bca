import type { AccountId, Region } from './aws-ids.ts';
import type { AccountRef } from './configuration.ts';
import type { ReadFailure } from './failure.ts';
import type { Finding, FindingState } from './finding.ts';
import type { LimitDefinition, LimitId } from './limit.ts';
import type { Forecast, MuteRef } from './notice.ts';
import type { RunStatus } from './report.ts';
import type { Instant } from './time.ts';
import type { Bytes, Count } from './units.ts';
import type { DailySample } from './watch-state.ts';

/** A finding with what is remembered of it, and what is said to be known already. */
export interface ReportedFinding {
  readonly finding: Finding;
  /** At most 90 days, oldest first; this run's own is the last of them. Empty where nothing is remembered. */
  readonly samples: readonly DailySample[];
  /** Absent without a trend. */
  readonly forecast?: Forecast;
  readonly mutedBy?: MuteRef;
  /** What it was in the run before, where that is another state; `new` where that run did not watch it. */
  readonly before?: FindingState | 'new';
}

/** A run whose page was kept. */
export interface KeptRun {
  readonly runId: string;
  readonly measuredAt: Instant;
  readonly status: RunStatus;
  /** Limits by what was known of them. */
  readonly critical: Count;
  readonly warn: Count;
  readonly unseen: Count;
}

/** The runs before this one, newest first, or why they are not known. */
export type EarlierRuns =
  | {
      readonly kind: 'read';
      readonly runs: readonly KeptRun[];
      /** Limits of the run before that this run does not watch. */
      readonly gone: Count;
    }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/** Where pages of runs are kept. */
export interface ReportPlace {
  readonly account: AccountId;
  readonly region: Region;
  readonly bucket: string;
  /** With a slash at its end. */
  readonly prefix: string;
}

/** A mute as it is configured or kept; it may have expired. */
export interface ReportedMute extends MuteRef {
  /** Who made a kept one, as stated and not verified. */
  readonly statedBy?: string;
  /** `dev · eu-west-1 · all limits` */
  readonly covers: string;
}

/** Code storage of one Region before or after a prune, or why it is not known. */
export type ReportedStorage =
  | { readonly kind: 'read'; readonly used: Bytes; readonly limit?: Bytes }
  | { readonly kind: 'not-known' };

/** How the last prune of an account ended. */
export interface ReportedPrune {
  readonly planId: string;
  readonly account: AccountRef;
  readonly endedAt: Instant;
  /** Who asked for the plan, and who had it applied; as stated by the caller and not verified. */
  readonly requestedBy?: string;
  readonly appliedBy?: string;
  readonly planned: Count;
  readonly deleted: Count;
  /** Of the packages deleted: never what the code storage went down by. */
  readonly packageBytesDeleted: Bytes;
  readonly regions: readonly {
    readonly region: string;
    readonly before: ReportedStorage;
    readonly after: ReportedStorage;
  }[];
}

/** What is known of the last prunes. Nobody asked is not the same as none. */
export type ReportedPrunes =
  | { readonly kind: 'read'; readonly prunes: readonly ReportedPrune[] }
  | { readonly kind: 'failed'; readonly failure: ReadFailure }
  | { readonly kind: 'not-asked' };

/**
 * Everything that one run can show: what `check`, the report page and their JSON are made of. Plain
 * data, so that it can be stored and sent.
 */
export interface RunReport {
  readonly deployment: string;
  readonly runId: string;
  /** `watch`: a scheduled run. `check`: somebody asked; nobody was told, and nothing remembered. */
  readonly purpose: 'watch' | 'check';
  readonly measuredAt: Instant;
  readonly status: RunStatus;
  readonly limits: readonly LimitDefinition[];
  /** One per target and limit, in the order of the configuration. */
  readonly findings: readonly ReportedFinding[];
  readonly mutes: readonly ReportedMute[];
  /** Why mutes that were made by command do not mute, in sentences; absent where all do. */
  readonly muteProblems?: readonly string[];
  readonly prunes: ReportedPrunes;
  /** Whether samples and forecasts rest on what is remembered; `not-known` when the memory cannot be read. */
  readonly history: 'known' | 'not-known';
  /** What is wrong with the list of accounts, in sentences: a blind spot that no figure shows. */
  readonly accountsTrouble?: string;
  /** What this watchdog does not see, for people to know. */
  readonly notCovered: readonly string[];
  /** Limits that could be watched and are in none of the accounts. Absent where no account is known, and in reports of former versions. */
  readonly notWatched?: readonly LimitId[];
  /** Absent where earlier runs were not read. */
  readonly earlier?: EarlierRuns;
  /** Where the pages of runs are. Absent in reports of former versions. */
  readonly place?: ReportPlace;
  /** What people type to run the command line. Absent in reports of former versions. */
  readonly command?: string;
}
