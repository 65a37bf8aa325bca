import type { Notice, SubjectKey } from '../../model/notice.ts';
import { noticeId } from '../../model/notice.ts';
import type { Instant } from '../../model/time.ts';
import type { Memory } from '../../model/watch-state.ts';

/** A notice to be sent, and the memory once SNS has accepted it. */
export interface DueNotice {
  readonly key: SubjectKey;
  readonly notice: Notice;
  readonly memory: Memory;
  /** Of a muted notice: the memory while no message carries it. */
  readonly unsent?: Memory;
}

/** A memory change without a message; without memory, the subject is forgotten. */
export interface MemoryChange {
  readonly key: SubjectKey;
  readonly memory?: Memory;
}

/** The decisions of a run, one per subject at most, by key. */
export interface Decision {
  readonly silent: readonly MemoryChange[];
  readonly due: readonly DueNotice[];
}

export type Verdict =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'silent'; readonly change: MemoryChange }
  | { readonly kind: 'due'; readonly due: DueNotice };

export const UNCHANGED: Verdict = { kind: 'unchanged' };

export function asSilent(key: SubjectKey, before: Memory | undefined, memory: Memory): Verdict {
  if (JSON.stringify(before) === JSON.stringify(memory)) return UNCHANGED;
  return { kind: 'silent', change: { key, memory } };
}

export type News<Any extends Notice = Notice> = Any extends Notice ? Omit<Any, 'id' | 'at'> : never;

/**
 * `news` as the next notice of a subject.
 * @param memory the memory after the notice was accepted, without its number and time
 */
export function asDue(
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
