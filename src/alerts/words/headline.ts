import type { Digest } from '../../model/notice.ts';
import { SNS_LIMITS } from '../topic/limits.ts';
import type { DigestContext } from './context.ts';
import { INCOMPLETE_WORDS, isIncomplete } from './context.ts';
import type { NoticeWords } from './notice-words.ts';
import { ascii, shortened } from '../../text/plain.ts';

const LONGEST_SUBJECT = SNS_LIMITS.subject;
const SHORTEST_NAME = 8;

/** The number of a message among the messages of one digest. */
export interface Part {
  readonly number: number;
  readonly of: number;
}

/** Returns the first item whose notice is not muted, or else the first item. */
export function leadingItem<Item extends { readonly notice: Digest['notices'][number] }>(
  items: readonly Item[],
): Item | undefined {
  return items.find(({ notice }) => notice.mutedBy === undefined) ?? items[0];
}

/**
 * Returns a subject such as `CRITICAL: dev eu-west-1 Lambda code storage 97 %, 8.9 GiB free (+3 more)`. If it is
 * too long, the account name is shortened, then the free space is left out.
 */
export function subjectLine(
  worst: NoticeWords,
  more: number,
  part: Part,
  { status }: Pick<DigestContext, 'status'>,
): string {
  const tail = tailOf(more, part, isIncomplete(status));
  const account = accountInAscii(worst);
  const whole = wholeSubject(worst, account, tail);
  if (whole.length <= LONGEST_SUBJECT || account === undefined) return shortenSubject(whole, tail);
  const { free: _, ...withoutFree } = worst;
  const shortest = [worst, withoutFree]
    .map((words) => withShortName(words, account, tail))
    .find((subject) => subject.length <= LONGEST_SUBJECT);
  return shortest ?? shortenSubject(withShortName(withoutFree, account, tail), tail);
}

function withShortName(words: NoticeWords, account: string, tail: string): string {
  const room = LONGEST_SUBJECT - (wholeSubject(words, account, tail).length - account.length);
  return wholeSubject(words, shortened(account, Math.max(SHORTEST_NAME, room)), tail);
}

export function subjectWords({ place, what, brief, free }: NoticeWords): string {
  const figures = brief === '' || free === undefined ? brief || free : `${brief}, ${free}`;
  return joinWords(place, what, figures);
}

/** Returns the account name in ASCII, or the account id if most of the name cannot be written in ASCII. */
function accountInAscii({ account, accountId }: NoticeWords): string | undefined {
  if (account === undefined) return undefined;
  const name = ascii(account);
  const readable = name.match(/[A-Za-z0-9]/g)?.length ?? 0;
  const lost = account.match(/[^\x20-\x7e]/gu)?.length ?? 0;
  return lost > readable || readable === 0 ? (accountId ?? name) : name;
}

function wholeSubject(worst: NoticeWords, account: string | undefined, tail: string): string {
  return ascii(`${worst.opening}: ${joinWords(account, subjectWords(worst))}${tail}`);
}

/** Joins the words that are not empty with spaces. */
export function joinWords(...words: readonly (string | undefined)[]): string {
  return words.filter((word) => word !== undefined && word !== '').join(' ');
}

/** Returns the end of a subject, such as ` (+3 more, part 2 of 4, run incomplete)`. */
function tailOf(more: number, { number, of }: Part, incomplete: boolean): string {
  const remarks = [
    ...(more > 0 ? [`+${more} more`] : []),
    ...(of > 1 ? [`part ${number} of ${of}`] : []),
    ...(incomplete ? [INCOMPLETE_WORDS] : []),
  ];
  return remarks.length === 0 ? '' : ` (${remarks.join(', ')})`;
}

function shortenSubject(subject: string, tail: string): string {
  if (subject.length <= LONGEST_SUBJECT) return subject;
  return `${shortened(subject.slice(0, subject.length - tail.length), LONGEST_SUBJECT - tail.length)}${tail}`;
}
