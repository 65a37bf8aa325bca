/**
 * Text from outside as one harmless line: control and invisible characters, terminal escapes, marks that
 * change the reading direction and halves of characters become spaces. The joiner inside an emoji stays.
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

/** At most `most` characters, ending in `...` where some are left out. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  // Never cuts a surrogate pair.
  return `${text.slice(0, most - 3).replace(/[\ud800-\udbff]$/, '')}...`;
}

/** Turns text from outside into text that a receiver does not interpret. */
export type Quote = (outside: string) => string;

/** Characters of a name or reason in a message; the JSON has all of them. */
const LONGEST_OUTSIDE = 300;

/** For receivers that show text as it is. */
export const asPlain: Quote = (outside) => shortened(plain(outside), LONGEST_OUTSIDE);

/**
 * Escapes the characters that Slack interprets in any text.
 * https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** As `shortened`, for escaped text: no entity is cut. */
export function shortenedEscaped(text: string, most: number): string {
  return shortened(text, most).replace(/&[a-z]{0,3}\.\.\.$/, '...');
}
