import type { MuteCoverage } from '../../alerts/notices/mutes.ts';
import { describeMute } from '../../alerts/notices/mutes.ts';
import type { Mute } from '../../model/configuration.ts';
import type { FailureReason } from '../../model/failure.ts';
import type { StoredMute } from '../../model/stored-mute.ts';
import type { Instant } from '../../model/time.ts';
import { isoTime } from '../../model/time.ts';
import type { MuteRefusal } from './mute-rules.ts';

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
  readonly mutes: readonly ReturnType<typeof answeredMute>[];
  /** Stored entries without effect. */
  readonly unreadable: readonly { readonly id: string; readonly problem: string }[];
  /** A sentence about why the watched accounts are unknown. */
  readonly doubt?: string;
}

/** One mute, for a program and a person. */
export function answeredMute(
  mute: Mute | StoredMute,
  /** How much of what is watched now it covers. */
  coverage: MuteCoverage | 'not-known',
  now: Instant,
) {
  const { id, accounts, regions, limits, until, owner, reason, statedBy } = mute;
  return {
    // Absent for mutes of `watchdog.yml`, as `createdAt` and `statedBy`.
    ...(id !== undefined && { id }),
    // `staging · all Regions · s3-buckets`
    covers: describeMute(mute),
    accounts,
    regions,
    limits,
    until: isoTime(until),
    state: until > now ? ('active' as const) : ('expired' as const),
    owner,
    reason,
    ...('createdAt' in mute && { createdAt: isoTime(mute.createdAt) }),
    ...(statedBy !== undefined && { statedBy }),
    coverage,
  };
}
