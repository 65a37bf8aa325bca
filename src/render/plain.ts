/**
 * Text from outside (account names, AWS's messages) as one harmless line: control characters, terminal
 * escapes and the marks that reverse the reading direction become spaces.
 */
export function plain(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
}

/** Printable ASCII only, for SMS and for subjects; every other character becomes `?`. */
export function ascii(text: string): string {
  return plain(text).replace(/[^\x20-\x7e]/gu, '?');
}

/** At most `most` characters; an ellipsis of three dots tells that something is missing. */
export function shortened(text: string, most: number): string {
  // Not in the middle of a character that takes two units.
  return text.length <= most
    ? text
    : `${text.slice(0, most - 3).replace(/[\ud800-\udbff]$/, '')}...`;
}
