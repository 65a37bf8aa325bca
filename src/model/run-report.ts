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

/** A finding with its history and its mute. */
export interface ReportedFinding {
  readonly finding: Finding;
  /** At most 90 days, oldest first, with this run's own. Empty where none is stored. */
  readonly samples: readonly DailySample[];
  /** Absent without a trend. */
  readonly forecast?: Forecast;
  readonly mutedBy?: MuteRef;
  /** Its state in the run before, where that differs; `new` where that run did not watch it. */
  readonly before?: FindingState | 'new';
}

/** A run whose page was kept. */
export interface KeptRun extends Pick<WatchReport, 'runId' | 'measuredAt' | 'status'> {
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

/** A mute of the configuration or of the state bucket; it may have expired. */
export interface ReportedMute extends MuteRef, Pick<Mute, 'statedBy'> {
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
  /** Who requested the plan, and who applied it; as stated, not verified. */
  readonly requestedBy?: string;
  readonly appliedBy?: string;
  readonly planned: Count;
  readonly deleted: Count;
  /** Of the deleted packages: not how much the code storage decreased. */
  readonly packageBytesDeleted: Bytes;
  readonly regions: readonly {
    readonly region: string;
    readonly before: ReportedStorage;
    readonly after: ReportedStorage;
  }[];
}

/** The last prunes. `not-asked`: they were not read. */
export type ReportedPrunes =
  | { readonly kind: 'read'; readonly prunes: readonly ReportedPrune[] }
  | { readonly kind: 'failed'; readonly failure: ReadFailure }
  | { readonly kind: 'not-asked' };

/** One run, for `check`, the report page and their JSON. Plain data, so that it can be stored and sent. */
export interface RunReport
  extends
    Pick<WatchReport, 'deployment' | 'runId' | 'measuredAt' | 'status' | 'limits' | 'muteProblems'>,
    Pick<WatchOutcome, 'history'> {
  /** `watch`: a scheduled run. `check`: an on-demand check, which sends and stores nothing. */
  readonly purpose: 'watch' | 'check';
  /** One per target and limit, in the order of the configuration. */
  readonly findings: readonly ReportedFinding[];
  readonly mutes: readonly ReportedMute[];
  readonly prunes: ReportedPrunes;
  /** What is wrong with the list of accounts, in sentences: no figure shows this blind spot. */
  readonly accountsTrouble?: string;
  /** The schedule is paused. */
  readonly paused?: true;
  /** What the watchdog does not measure, in sentences. */
  readonly notCovered: readonly string[];
  /** Limits that could be watched and are in none of the accounts. Absent where no account is known, and in reports of former versions. */
  readonly notWatched?: readonly LimitId[];
  /** Absent where earlier runs were not read. */
  readonly earlier?: EarlierRuns;
  /** Absent, as `command`, in reports of former versions. */
  readonly place?: ReportPlace;
  readonly command?: string;
}
