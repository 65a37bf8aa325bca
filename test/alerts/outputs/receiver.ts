import type { DigestContext } from '../../../src/alerts/words/context.ts';
import type { Digest } from '../../../src/model/notice.ts';

/** One message as a receiver interprets it. */
export interface ReceivedMessage {
  /**
   * Why the receiver would refuse the message, or interpret part of it as something other than text, by its
   * documentation.
   */
  readonly faults: readonly string[];
  /** The text that people or programs read. */
  readonly text: string;
  /** Whether the message says that the run was incomplete, apart from its notices. */
  readonly saysIncomplete: boolean;
}

/** An output and a model of its receiver, for the rules of all outputs. */
export interface Receiver {
  /** The name of the folder in `src/alerts/outputs/`. */
  readonly output: string;
  readonly limits: Readonly<Record<string, number>>;
  /** Returns the messages of a digest for this receiver, in order. */
  readonly receive: (digest: Digest, context: DigestContext) => readonly ReceivedMessage[];
  /**
   * What the messages name. `every account`: in the first message; `every id`: in all messages together; `worst`:
   * only the worst, in one line that says how many more there are.
   */
  readonly names: 'every account' | 'every id' | 'worst';
}

/** Characters that control a terminal, reverse the reading direction or are invisible, except line breaks. */
const CONTROL =
  /(?!\n)[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\u00ad\u200b\ufeff\u{e0000}-\u{e007f}]/u;

/** Returns the faults of a text that no receiver may get. */
export function controlFaults(text: string): readonly string[] {
  const found = CONTROL.exec(text);
  return found === null ? [] : [`a control character at ${found.index}`];
}

export function lengthFaults(what: string, text: string, most: number): readonly string[] {
  if (text.length === 0) return [`${what} is empty`];
  return text.length > most ? [`${what} has ${text.length} of ${most} characters`] : [];
}
