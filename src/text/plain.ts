/**
 * Text from outside as one harmless line: control and invisible characters, terminal escapes, marks that change the
 * reading direction and unpaired surrogates become spaces. The joiner inside an emoji stays.
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

/** The text in printable ASCII, for SMS and subjects. Every other character becomes `?`. */
export function ascii(text: string): string {
  return plain(text).replace(/[^\x20-\x7e]/gu, '?');
}

/** The text cut to at most `most` characters. It ends in `...` when it was cut. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  // Never cuts a surrogate pair.
  return `${text.slice(0, most - 3).replace(/[\ud800-\udbff]$/, '')}...`;
}

/** Turns text from outside into text in which a receiver interprets nothing. */
export type Quote = (outside: string) => string;

/** The most characters of a name or reason that a message shows; its JSON contains all of them. */
const LONGEST_OUTSIDE = 300;

/** Returns the text as one harmless line of at most 300 characters, for receivers that interpret no markup. */
export const asPlain: Quote = (outside) => shortened(plain(outside), LONGEST_OUTSIDE);

/**
 * Escapes the characters that Slack interprets in any text.
 * https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Cuts escaped text as `shortened` does, without cutting through an entity. */
export function shortenedEscaped(text: string, most: number): string {
  return shortened(text, most).replace(/&[a-z]{0,3}\.\.\.$/, '...');
}
