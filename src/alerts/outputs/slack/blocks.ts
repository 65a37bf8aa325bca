import type { Link } from '../../words/console-links.ts';
import { plain } from '../../../text/plain.ts';
import { escaped, shortenedEscaped } from '../../words/escaped.ts';
import { SLACK_LIMITS } from './limits.ts';

/** Of `emoji: false`, so that `:tada:` in a name stays what it is. */
export interface PlainText {
  readonly type: 'plain_text';
  readonly text: string;
  readonly emoji: false;
}

export interface Mrkdwn {
  readonly type: 'mrkdwn';
  readonly text: string;
  /** No links but those that are written as such. */
  readonly verbatim: true;
}

export type SlackBlock =
  | { readonly type: 'header'; readonly text: PlainText }
  | { readonly type: 'section'; readonly text: PlainText | Mrkdwn }
  | { readonly type: 'divider' };

export const DIVIDER: SlackBlock = { type: 'divider' };

export function header(text: string): SlackBlock {
  return {
    type: 'header',
    text: plainText(shortenedEscaped(escaped(text), SLACK_LIMITS.header)),
  };
}

/**
 * The lines as sections of plain text, in which no character is read as a mark; as many as it takes.
 * A line that is too long for a section goes on in the next one.
 */
export function sections(lines: readonly string[]): readonly SlackBlock[] {
  const chunks: string[] = [];
  for (const piece of lines.flatMap(pieces)) {
    const last = chunks.at(-1);
    if (last === undefined || last.length + 1 + piece.length > SLACK_LIMITS.section) {
      chunks.push(piece);
    } else {
      chunks[chunks.length - 1] = `${last}\n${piece}`;
    }
  }
  return chunks.map((text) => ({ type: 'section', text: plainText(text) }));
}

/**
 * The only place where Slack's marks are used. A link whose address could carry a mark of its own is
 * shown as text.
 */
export function linkSections(links: readonly Link[]): readonly SlackBlock[] {
  return links.flatMap(({ label, url }) =>
    SAFE_URL.test(url) && url.length <= LONGEST_URL
      ? [{ type: 'section', text: { type: 'mrkdwn', text: linkTo(url, label), verbatim: true } }]
      : sections([plain(`${label}: ${url}`)]),
  );
}

/** Characters that count against the total of a message. */
export function lengthOf(block: SlackBlock): number {
  return 'text' in block ? block.text.text.length : 0;
}

/** Nothing that could end a link early or carry one of Slack's own. */
const SAFE_URL = /^https:\/\/[\w.-]+(?:\/[\w./?=&#%:@+~-]*)?$/;
const LONGEST_URL = 1_000;
const LONGEST_LABEL = 100;

function linkTo(url: string, label: string): string {
  const text = escaped(plain(label).replace(/[|*_~`]/g, ' '));
  return `<${escaped(url)}|${shortenedEscaped(text, LONGEST_LABEL)}>`;
}

function plainText(text: string): PlainText {
  // Slack refuses an empty text.
  return { type: 'plain_text', text: text === '' ? '-' : text, emoji: false };
}

/** A line, escaped, in pieces that each fit a section. */
function pieces(line: string): readonly string[] {
  const found: string[] = [];
  let piece = '';
  for (const character of line) {
    const next = escaped(character);
    if (piece.length + next.length > SLACK_LIMITS.section) {
      found.push(piece);
      piece = '';
    }
    piece += next;
  }
  return [...found, piece];
}
