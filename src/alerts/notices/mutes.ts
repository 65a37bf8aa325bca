import type { AccountRef, Mute } from '../../model/configuration.ts';
import { matchesGlob } from '../../model/glob.ts';
import type { MuteRef } from '../../model/notice.ts';
import type { Instant } from '../../model/time.ts';

export interface MuteSubject {
  readonly account: AccountRef;
  /** A Region, or `global`. */
  readonly place: string;
  /** All of them must be covered: the one limit, or each unknown limit of a target. */
  readonly limits: readonly string[];
}

/** The mute that covers `subject` now; of several the one that lasts longest. */
export function muteOf(
  mutes: readonly Mute[],
  { account, place, limits }: MuteSubject,
  now: Instant,
): MuteRef | undefined {
  const [longest] = mutes
    .filter(
      (mute) =>
        mute.until > now &&
        (covers(mute.accounts, account.id) || covers(mute.accounts, account.name)) &&
        covers(mute.regions, place) &&
        limits.every((limit) => covers(mute.limits, limit)),
    )
    .toSorted((a, b) => b.until - a.until);
  return longest === undefined ? undefined : muteRef(longest);
}

/** Whether one of `globs` fits; none at all fits everything. */
export function covers(globs: readonly string[], text: string): boolean {
  return globs.length === 0 || globs.some((glob) => matchesGlob(text, glob));
}

/** FNV-1a over 64 bits, in hex. Tells contents apart; guards nothing. http://www.isthe.com/chongo/tech/comp/fnv/ */
export function fingerprint(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const unit of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(unit)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}

/** A mute as alerts and reports show it. */
export function muteRef({ id, owner, reason, until }: Mute): MuteRef {
  return { ...(id !== undefined && { id }), owner, reason, until };
}

/** `all accounts · eu-west-1 · s3-*` */
export function describeMute({ accounts, regions, limits }: Mute): string {
  const part = (globs: readonly string[], all: string) =>
    globs.length === 0 ? all : globs.join(', ');
  return [
    part(accounts, 'all accounts'),
    part(regions, 'all Regions'),
    part(limits, 'all limits'),
  ].join(' · ');
}
