import { shortened } from '../../text/plain.ts';

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
