import type { Link } from '../../words/console-links.ts';
import type { Figure } from '../../words/notice-words.ts';
import { escaped, plain, shortenedEscaped } from '../../../text/plain.ts';
import { SLACK_LIMITS } from './limits.ts';

/** Plain text, in which `:tada:` does not become an emoji. */
export interface PlainText {
  readonly type: 'plain_text';
  readonly text: string;
  readonly emoji: false;
}

/** Text with Slack's own markup. */
export interface Mrkdwn {
  readonly type: 'mrkdwn';
  readonly text: string;
  /** Slack does not turn addresses or names in the text into links. */
  readonly verbatim: true;
}

export type SlackBlock =
  | { readonly type: 'header'; readonly text: PlainText }
  | { readonly type: 'section'; readonly text: PlainText | Mrkdwn }
  | { readonly type: 'section'; readonly fields: readonly PlainText[] }
  | { readonly type: 'actions'; readonly elements: readonly LinkButton[] }
  | { readonly type: 'divider' };

interface LinkButton {
  readonly type: 'button';
  readonly text: PlainText;
  readonly url: string;
}

export const DIVIDER: SlackBlock = { type: 'divider' };

export function header(text: string): SlackBlock {
  return { type: 'header', text: plainText(shortenedEscaped(escaped(text), SLACK_LIMITS.header)) };
}

/** Returns lines as sections of plain text, which Slack does not interpret. A long line continues in the next one. */
export function sections(lines: readonly string[]): readonly SlackBlock[] {
  const texts: string[] = [];
  for (const piece of lines.flatMap(pieces)) {
    const last = texts.at(-1);
    if (last === undefined || last.length + 1 + piece.length > SLACK_LIMITS.section) {
      texts.push(piece);
    } else {
      texts[texts.length - 1] = `${last}\n${piece}`;
    }
  }
  return texts.map((text) => ({ type: 'section', text: plainText(text) }));
}

/** Returns figures in two columns. https://docs.slack.dev/reference/block-kit/blocks/section-block */
export function fieldSections(figures: readonly Figure[]): readonly SlackBlock[] {
  if (figures.length === 0) return [];
  const fields = figures
    .slice(0, SLACK_LIMITS.fields)
    .map(({ label, value }) =>
      plainText(shortenedEscaped(escaped(`${plain(label)}\n${plain(value)}`), SLACK_LIMITS.field)),
    );
  return [{ type: 'section', fields }];
}

/** Returns a command as inline code; as plain text if it could end the code early. */
export function codeSection(label: string, command: string): readonly SlackBlock[] {
  if (!SAFE_COMMAND.test(command)) return sections([`${label}: ${plain(command)}`]);
  return [
    { type: 'section', text: { type: 'mrkdwn', text: `${label}: \`${command}\``, verbatim: true } },
  ];
}

/** Returns links as buttons; as plain text if a link has an unsafe address or exceeds the number of buttons. */
export function linkButtons(links: readonly Link[]): readonly SlackBlock[] {
  const isSafe = ({ url }: Link) => SAFE_URL.test(url) && url.length <= SLACK_LIMITS.url;
  const safe = links.filter(isSafe).slice(0, SLACK_LIMITS.buttons);
  const others = links.filter((link) => !safe.includes(link));
  const elements = safe.map(({ label, url }): LinkButton => ({
    type: 'button',
    text: plainText(shortenedEscaped(escaped(plain(label)), SLACK_LIMITS.label)),
    url,
  }));
  return [
    ...(elements.length === 0 ? [] : [{ type: 'actions' as const, elements }]),
    ...sections(others.map(({ label, url }) => plain(`${label}: ${url}`))),
  ];
}

export function charactersOf(blocks: readonly SlackBlock[]): number {
  return blocks.reduce((sum, block) => sum + lengthOf(block), 0);
}

function lengthOf(block: SlackBlock): number {
  if (block.type === 'divider') return 0;
  if ('text' in block) return block.text.text.length;
  const texts = 'fields' in block ? block.fields : block.elements.map(({ text }) => text);
  return texts.reduce((sum, { text }) => sum + text.length, 0);
}

const SAFE_URL = /^https:\/\/[\w.-]+(?:\/[\w./?=&#%:@+~-]*)?$/;
const SAFE_COMMAND = /^[\w@./~=: ,'*-]{1,300}$/;

function plainText(text: string): PlainText {
  // Slack refuses an empty text.
  return { type: 'plain_text', text: text === '' ? '-' : text, emoji: false };
}

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
