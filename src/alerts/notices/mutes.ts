import type { AccountRef, Mute } from '../../model/configuration.ts';
import { matchesGlob } from '../../model/glob.ts';
import type { MuteRef, SubjectKey } from '../../model/notice.ts';
import { noticeId, subjectKey } from '../../model/notice.ts';
import type { Instant } from '../../model/time.ts';
import type { Memory } from '../../model/watch-state.ts';
import type { Told } from './decision.ts';

/** What a mute may cover. */
export interface Subject {
  readonly account: AccountRef;
  /** A Region, or `global`. */
  readonly place: string;
  /** All of them must be covered: the one limit, or each that cannot be told of a target. */
  readonly limits: readonly string[];
}

/** The mute that covers `subject` now; of several the one that lasts longest. */
export function muteOf(
  mutes: readonly Mute[],
  { account, place, limits }: Subject,
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

/** One notice for each mute that has expired, is still configured or kept, and was not announced. */
export function expiredMutes(
  mutes: readonly Mute[],
  memories: Readonly<Record<string, Memory>>,
  now: Instant,
): readonly Told[] {
  const expired = new Map<SubjectKey, Mute>();
  for (const mute of mutes) if (mute.until <= now) expired.set(muteKey(mute), mute);
  return [...expired]
    .filter(([key]) => memories[key] === undefined)
    .map(([key, mute]) => ({
      key,
      notice: {
        kind: 'mute-expired',
        id: noticeId(key, 1),
        at: now,
        mute: { ...muteRef(mute), covers: describeMute(mute) },
      },
      memory: { kind: 'once', at: now, sequence: 1 },
    }));
}

const MUTE_KEY = 'mute/';

/** The memory keys of mutes that are neither configured nor kept any more. */
export function goneMutes(
  mutes: readonly Mute[],
  memories: Readonly<Record<string, Memory>>,
): readonly SubjectKey[] {
  const configured = new Set<string>(mutes.map(muteKey));
  return Object.keys(memories)
    .filter((key) => key.startsWith(MUTE_KEY) && !configured.has(key))
    .map(subjectKey);
}

/** The same for the same content; a mute that is prolonged or reworded is another one. */
function muteKey({ accounts, regions, limits, until, owner, reason }: Mute): SubjectKey {
  const content = JSON.stringify([accounts, regions, limits, until, owner, reason]);
  return subjectKey(`${MUTE_KEY}${fingerprint(content)}`);
}

/** FNV-1a over 64 bits, in hex. Tells contents apart; guards nothing. http://www.isthe.com/chongo/tech/comp/fnv/ */
export function fingerprint(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const unit of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(unit)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}

/** What alerts and reports say of a mute. */
export function muteRef({ id, owner, reason, until }: Mute): MuteRef {
  return { ...(id !== undefined && { id }), owner, reason, until };
}

/** What a mute covers, in words. */
export function describeMute({ accounts, regions, limits }: Mute): string {
  const part = (globs: readonly string[], all: string) =>
    globs.length === 0 ? all : globs.join(', ');
  return [
    part(accounts, 'all accounts'),
    part(regions, 'all Regions'),
    part(limits, 'all limits'),
  ].join(' · ');
}
