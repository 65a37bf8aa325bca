import type { MuteRef, Notice, SubjectKey } from '../../model/notice.ts';
import type { Memory } from '../../model/watch-state.ts';

/** A notice that is to be told, and what is remembered once SNS has accepted it. Until then nothing changes. */
export interface Told {
  readonly key: SubjectKey;
  readonly notice: Notice;
  readonly memory: Memory;
  /**
   * Of a muted notice: what is remembered where nothing unmuted goes to its group, and so no message
   * carries it. The change itself is kept for a message to come.
   */
  readonly unsent?: Memory;
}

/** A memory that is changed at once, without a word; forgotten where there is none. */
export interface MemoryChange {
  readonly key: SubjectKey;
  readonly memory?: Memory;
}

/** What a run makes of what it saw: at most one entry per subject, ordered by key. */
export interface Decision {
  readonly silent: readonly MemoryChange[];
  readonly told: readonly Told[];
}

/** What becomes of one subject. */
export type Verdict =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'silent'; readonly change: MemoryChange }
  | { readonly kind: 'told'; readonly told: Told };

export const UNCHANGED: Verdict = { kind: 'unchanged' };

/** `memory` in place of `before`, which may be the same. */
export function silently(key: SubjectKey, before: Memory | undefined, memory: Memory): Verdict {
  if (JSON.stringify(before) === JSON.stringify(memory)) return UNCHANGED;
  return { kind: 'silent', change: { key, memory } };
}

/** How a notice says that a mute covers its subject. */
export function mark(mute: MuteRef | undefined): { readonly mutedBy?: MuteRef } {
  return mute === undefined ? {} : { mutedBy: mute };
}
