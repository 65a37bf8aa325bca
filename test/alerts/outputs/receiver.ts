import type { DigestContext } from '../../../src/alerts/words/context.ts';
import type { Digest } from '../../../src/model/notice.ts';

/** What a receiver makes of one message. */
export interface ReceivedMessage {
  /** Why it would refuse the message, or read something else in it than text, by its documentation. */
  readonly faults: readonly string[];
  /** What people or programs read in it. */
  readonly text: string;
  /** Of the run, beside what its notices say. */
  readonly saysIncomplete: boolean;
}

/** An output and a model of those who receive it, for what all outputs have in common. */
export interface Receiver {
  /** The folder in `src/alerts/outputs/`. */
  readonly output: string;
  readonly limits: Readonly<Record<string, number>>;
  /** What it gets of a digest, in order. */
  readonly receive: (digest: Digest, context: DigestContext) => readonly ReceivedMessage[];
  /**
   * `every account` by its first message, `every id` by all of them; `worst`: it has room for one line,
   * which says how many more there are.
   */
  readonly names: 'every account' | 'every id' | 'worst';
}

/** What controls a terminal, turns the reading direction or cannot be seen; a line break is neither. */
const CONTROL =
  /(?!\n)[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\u00ad\u200b\ufeff\u{e0000}-\u{e007f}]/u;

/** Faults of a text that no receiver may get, whatever it takes. */
export function controlFaults(text: string): readonly string[] {
  const found = CONTROL.exec(text);
  return found === null ? [] : [`a control character at ${found.index}`];
}

export function lengthFaults(what: string, text: string, most: number): readonly string[] {
  if (text.length === 0) return [`${what} is empty`];
  return text.length > most ? [`${what} has ${text.length} of ${most} characters`] : [];
}
