import type { Mute } from '../../model/configuration.ts';
import type { MuteEntries, StoredMute } from '../../model/stored-mute.ts';
import type { Instant } from '../../model/time.ts';

/** More would be an alert system that is switched off by hand. */
export const MOST_MUTES = 200;
const ID_DIGITS = 6;

/** The entries after a change; the same object where nothing changes. */
export interface MuteChange {
  readonly entries: MuteEntries;
  /** Ids that were added or removed. */
  readonly changed: readonly string[];
  /** Why nothing changes. */
  readonly refusal?:
    { readonly kind: 'too-many' } | { readonly kind: 'absent'; readonly ids: readonly string[] };
}

/** With a mute more, under an id that none of them has. */
export function withMute(
  entries: MuteEntries,
  mute: Mute & Pick<StoredMute, 'statedBy'>,
  createdAt: Instant,
  chance: () => number,
): MuteChange {
  if (entries.mutes.length + entries.unreadable.length >= MOST_MUTES) {
    return { entries, changed: [], refusal: { kind: 'too-many' } };
  }
  const id = freeId(new Set(entries.mutes.map((one) => one.id)), chance);
  const added: StoredMute = { ...mute, id, createdAt };
  return { entries: { ...entries, mutes: [...entries.mutes, added] }, changed: [id] };
}

/** Without these, damaged ones among them; all or none. */
export function withoutMutes(entries: MuteEntries, ids: readonly string[]): MuteChange {
  const { mutes, unreadable } = entries;
  const there = new Set([...mutes, ...unreadable].map(({ id }) => id));
  const absent = ids.filter((id) => !there.has(id));
  if (absent.length > 0) return { entries, changed: [], refusal: { kind: 'absent', ids: absent } };
  const isLeft = ({ id }: { readonly id: string }) => !ids.includes(id);
  return {
    entries: { mutes: mutes.filter(isLeft), unreadable: unreadable.filter(isLeft) },
    changed: [...new Set(ids)],
  };
}

/** The first free one from a random place on. */
function freeId(taken: ReadonlySet<string>, chance: () => number): string {
  const all = 16 ** ID_DIGITS;
  for (let at = Math.floor(chance() * all); ; at = (at + 1) % all) {
    const id = `m-${at.toString(16).padStart(ID_DIGITS, '0')}`;
    if (!taken.has(id)) return id;
  }
}
