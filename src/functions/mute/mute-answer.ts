import type { MuteCoverage } from '../../alerts/notices/mutes.ts';
import { describeMute } from '../../alerts/notices/mutes.ts';
import type { Mute } from '../../model/configuration.ts';
import type { FailureReason } from '../../model/failure.ts';
import type { StoredMute } from '../../model/stored-mute.ts';
import type { Instant } from '../../model/time.ts';
import { isoTime } from '../../model/time.ts';
import type { MuteRefusal } from './mute-rules.ts';

export interface AnsweredMute {
  /** Absent for mutes of `watchdog.yml`. */
  readonly id?: string;
  /** `staging · all Regions · s3-buckets` */
  readonly covers: string;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  readonly limits: readonly string[];
  readonly until: string;
  readonly state: 'active' | 'expired';
  readonly owner: string;
  readonly reason: string;
  /** Of mutes made by command, as the next. */
  readonly createdAt?: string;
  readonly statedBy?: string;
  readonly coverage: MuteCoverage | 'not-known';
}

export interface MuteAnswer {
  readonly version: 1;
  readonly kind: 'limits-watchdog.mute-answer';
  readonly deployment: string;
  readonly at: string;
  readonly result: 'listed' | 'muted' | 'unmuted' | 'refused' | 'failed';
  readonly changed: readonly string[];
  readonly refusals: readonly MuteRefusal[];
  /** Where the result is `failed`. */
  readonly failure?: { readonly code: FailureReason | 'not-understood'; readonly problem: string };
  /** All mutes, also of `watchdog.yml`; empty where they could not be read. */
  readonly mutes: readonly AnsweredMute[];
  /** Stored entries without effect. */
  readonly unreadable: readonly { readonly id: string; readonly problem: string }[];
  /** A sentence about why the watched accounts are unknown. */
  readonly doubt?: string;
}

export function answeredMute(
  mute: Mute | StoredMute,
  coverage: AnsweredMute['coverage'],
  now: Instant,
): AnsweredMute {
  const { id, accounts, regions, limits, until, owner, reason, statedBy } = mute;
  return {
    ...(id !== undefined && { id }),
    covers: describeMute(mute),
    accounts,
    regions,
    limits,
    until: isoTime(until),
    state: until > now ? 'active' : 'expired',
    owner,
    reason,
    ...('createdAt' in mute && { createdAt: isoTime(mute.createdAt) }),
    ...(statedBy !== undefined && { statedBy }),
    coverage,
  };
}
