import type { Notice, SubjectKey } from '../../model/notice.ts';
import { noticeId } from '../../model/notice.ts';
import type { Instant } from '../../model/time.ts';
import type { Memory } from '../../model/watch-state.ts';

/** A notice to send, and the memory of its subject to store once SNS has accepted the notice. */
export interface DueNotice {
  readonly key: SubjectKey;
  readonly notice: Notice;
  readonly memory: Memory;
  /** For a muted notice: the memory to store when no message includes the notice. */
  readonly unsent?: Memory;
}

/** A change of memory that needs no message. Without `memory`, the memory of the subject is deleted. */
export interface MemoryChange {
  readonly key: SubjectKey;
  readonly memory?: Memory;
}

/** The decisions of a run, sorted by key; at most one for each subject. */
export interface Decision {
  readonly silent: readonly MemoryChange[];
  readonly due: readonly DueNotice[];
}

/** The decision on one subject, which is what a notice is about, such as one limit of one account and Region. */
export type Verdict =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'silent'; readonly change: MemoryChange }
  | { readonly kind: 'due'; readonly due: DueNotice };

export const UNCHANGED: Verdict = { kind: 'unchanged' };

export function silentVerdict(
  key: SubjectKey,
  before: Memory | undefined,
  memory: Memory,
): Verdict {
  if (JSON.stringify(before) === JSON.stringify(memory)) return UNCHANGED;
  return { kind: 'silent', change: { key, memory } };
}

/** A notice without its id and time. */
export type News<Any extends Notice = Notice> = Any extends Notice ? Omit<Any, 'id' | 'at'> : never;

/** Returns `news` as the next notice, with `memory` after it: `sequence` plus 1, and `lastToldAt` now if it has one. */
export function dueVerdict(
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
