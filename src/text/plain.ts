/**
 * Text from outside (account names, AWS's messages) as one harmless line: control characters, terminal
 * escapes, the marks that reverse the reading direction, what cannot be seen, and halves of
 * characters become spaces. The joiner inside an emoji stays.
 */
export function plain(text: string): string {
  return text
    .replace(
      /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]+/gu,
      ' ',
    )
    .replace(/ {2,}/g, ' ')
    .trim();
}

/** Printable ASCII only, for SMS and for subjects; every other character becomes `?`. */
export function ascii(text: string): string {
  return plain(text).replace(/[^\x20-\x7e]/gu, '?');
}

/** At most `most` characters, with three dots where something is missing. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  // Never between the halves of a character.
  return `${text.slice(0, most - 3).replace(/[\ud800-\udbff]$/, '')}...`;
}

/** How text from outside is put into a message's words, so that its receiver shows it as text. */
export type Quote = (outside: string) => string;

/** Longer names and reasons are shortened in words; the data beside the words has them whole. */
const LONGEST_OUTSIDE = 300;

/** For receivers that interpret nothing. */
export const asPlain: Quote = (outside) => shortened(plain(outside), LONGEST_OUTSIDE);

/**
 * The three characters that Slack reads as control characters, in any text, as it wants them.
 * https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** As `shortened`, for escaped text, of which no entity is cut in two. */
export function shortenedEscaped(text: string, most: number): string {
  return shortened(text, most).replace(/&[a-z]{0,3}\.\.\.$/, '...');
}
