import type { Notice, SubjectKey } from '../../model/notice.ts';
import { noticeId } from '../../model/notice.ts';
import type { Instant } from '../../model/time.ts';
import type { Memory } from '../../model/watch-state.ts';

/** A notice to be sent, and the memory once SNS has accepted it. Until then nothing changes. */
export interface DueNotice {
  readonly key: SubjectKey;
  readonly notice: Notice;
  readonly memory: Memory;
  /**
   * Of a muted notice: the memory where nothing unmuted goes to its group, and so no message carries it.
   * The change itself waits for a later message.
   */
  readonly unsent?: Memory;
}

/** A memory that changes at once, without a message; forgotten where there is none. */
export interface MemoryChange {
  readonly key: SubjectKey;
  readonly memory?: Memory;
}

/** What a run decides: at most one entry per subject, ordered by key. */
export interface Decision {
  readonly silent: readonly MemoryChange[];
  readonly due: readonly DueNotice[];
}

/** The decision on one subject. */
export type Verdict =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'silent'; readonly change: MemoryChange }
  | { readonly kind: 'due'; readonly due: DueNotice };

export const UNCHANGED: Verdict = { kind: 'unchanged' };

/** `memory` in place of `before`, which may be the same. */
export function remembered(key: SubjectKey, before: Memory | undefined, memory: Memory): Verdict {
  if (JSON.stringify(before) === JSON.stringify(memory)) return UNCHANGED;
  return { kind: 'silent', change: { key, memory } };
}

/** A notice without what `numbered` gives it. */
export type News<Any extends Notice = Notice> = Any extends Notice ? Omit<Any, 'id' | 'at'> : never;

/**
 * `news` as the next notice of the subject that `memory` is about.
 * @param memory what is remembered once the notice has been accepted, but for its number and time.
 */
export function numbered(
  key: SubjectKey,
  news: News,
  memory: Exclude<Memory, { readonly kind: 'once' }>,
  now: Instant,
  unsent?: Memory,
): Verdict {
  const sequence = memory.sequence + 1;
  const notice: Notice = { ...news, id: noticeId(key, sequence), at: now };
  const after: Memory =
    'place' in memory ? { ...memory, sequence, lastToldAt: now } : { ...memory, sequence };
  return {
    kind: 'due',
    due: { key, notice, memory: after, ...(unsent !== undefined && { unsent }) },
  };
}
