import type { AccountId, Region } from './aws-ids.ts';
import type { AccountRef, Mute } from './configuration.ts';
import type { ReadFailure } from './failure.ts';
import type { Finding, FindingState } from './finding.ts';
import type { LimitId } from './limit.ts';
import type { Forecast, MuteRef } from './notice.ts';
import type { WatchOutcome, WatchReport } from './report.ts';
import type { Instant } from './time.ts';
import type { Bytes, Count } from './units.ts';
import type { DailySample } from './watch-state.ts';

/** A finding with its stored history and the mute that covers it. */
export interface ReportedFinding {
  readonly finding: Finding;
  /** The daily samples of at most 90 days, oldest first, including that of this run. Empty when none are stored. */
  readonly samples: readonly DailySample[];
  /** Absent when the samples show no trend. */
  readonly forecast?: Forecast;
  readonly mutedBy?: MuteRef;
  /** The previous run's state of the limit; absent if equal or unknown, `new` if that run did not watch the limit. */
  readonly before?: FindingState | 'new';
}

/** A run whose report page is stored, with its numbers of critical, warning and unmeasured findings. */
export interface KeptRun extends Pick<WatchReport, 'runId' | 'measuredAt' | 'status'> {
  readonly critical: Count;
  readonly warn: Count;
  readonly unseen: Count;
}

/** The runs before this one, newest first, or the failure to read them. */
export type EarlierRuns =
  | {
      readonly kind: 'read';
      readonly runs: readonly KeptRun[];
      /** The number of limits of the previous run that this run does not watch. */
      readonly gone: Count;
    }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/** Where the report pages are stored. */
export interface ReportPlace {
  readonly account: AccountId;
  readonly region: Region;
  readonly bucket: string;
  /** The prefix of the S3 keys, with a slash at its end. */
  readonly prefix: string;
}

/** A mute from `watchdog.yml` or made by a command. It may have expired. */
export interface ReportedMute extends MuteRef, Pick<Mute, 'statedBy'> {
  /** What the mute covers, such as `dev · eu-west-1 · all limits`. */
  readonly covers: string;
}

/** The used code storage of one Region before or after a prune; `not-known` when it could not be read. */
export type ReportedStorage =
  | { readonly kind: 'read'; readonly used: Bytes; readonly limit?: Bytes }
  | { readonly kind: 'not-known' };

/** The result of the last prune of an account. */
export interface ReportedPrune {
  readonly planId: string;
  readonly account: AccountRef;
  readonly endedAt: Instant;
  /** Who requested the plan and who applied it, as stated and not verified. */
  readonly requestedBy?: string;
  readonly appliedBy?: string;
  readonly planned: Count;
  readonly deleted: Count;
  /** The size of the deleted packages. Code storage may have decreased by another amount. */
  readonly packageBytesDeleted: Bytes;
  readonly regions: readonly {
    readonly region: string;
    readonly before: ReportedStorage;
    readonly after: ReportedStorage;
  }[];
}

/** The last prune of each account. `not-asked` means that they were not read. */
export type ReportedPrunes =
  | { readonly kind: 'read'; readonly prunes: readonly ReportedPrune[] }
  | { readonly kind: 'failed'; readonly failure: ReadFailure }
  | { readonly kind: 'not-asked' };

/** The report of one run for `check`, the report page and their JSON. It is plain data that can be stored and sent. */
export interface RunReport
  extends
    Pick<WatchReport, 'deployment' | 'runId' | 'measuredAt' | 'status' | 'limits' | 'muteProblems'>,
    Pick<WatchOutcome, 'history'> {
  /** `watch`: a scheduled run. `check`: an on-demand check, which sends and stores nothing. */
  readonly purpose: 'watch' | 'check';
  /** One finding for each target and limit, in the order of the configuration. */
  readonly findings: readonly ReportedFinding[];
  readonly mutes: readonly ReportedMute[];
  readonly prunes: ReportedPrunes;
  /** Sentences on what is wrong with the list of accounts. No other field shows this blind spot. */
  readonly accountsTrouble?: string;
  /** Present when the schedule is paused. */
  readonly paused?: true;
  /** Sentences on what the watchdog does not measure. */
  readonly notCovered: readonly string[];
  /** Limits that could be watched but no account watches. Absent if no account is known and in older reports. */
  readonly notWatched?: readonly LimitId[];
  /** Absent where earlier runs were not read. */
  readonly earlier?: EarlierRuns;
  /** Where the report pages are stored. Absent, like `command`, in reports of former versions. */
  readonly place?: ReportPlace;
  readonly command?: string;
}
