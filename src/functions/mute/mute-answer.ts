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
  /** Set only when `result` is `failed`. */
  readonly failure?: { readonly code: FailureReason | 'not-understood'; readonly problem: string };
  /** The stored mutes and the mutes of `watchdog.yml`; only the latter when the stored ones cannot be read. */
  readonly mutes: readonly ReturnType<typeof answeredMute>[];
  /** Stored entries that cannot be read as mutes. They mute nothing. */
  readonly unreadable: readonly { readonly id: string; readonly problem: string }[];
  /** A sentence that says why the list of watched accounts may be outdated; undefined when it is current. */
  readonly doubt?: string;
}

export function answeredMute(
  mute: Mute | StoredMute,
  /** How much of what is watched the mute covers; `not-known` if that depends on a list of accounts that may be outdated. */
  coverage: MuteCoverage | 'not-known',
  now: Instant,
) {
  const { id, accounts, regions, limits, until, owner, reason, statedBy } = mute;
  return {
    // Mutes of `watchdog.yml` have no `id`, `createdAt` and `statedBy`.
    ...(id !== undefined && { id }),
    // What the mute covers in words, such as `staging · all Regions · s3-buckets`.
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
