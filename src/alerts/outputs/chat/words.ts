import type { Digest, Notice } from '../../../model/notice.ts';
import type { Link } from '../../words/console-links.ts';
import type { DigestContext } from '../../words/context.ts';
import { INCOMPLETE_SENTENCE, INCOMPLETE_WORDS, isIncomplete } from '../../words/context.ts';
import type { Part } from '../../words/headline.ts';
import { leading, subjectWords } from '../../words/headline.ts';
import { indexEntry, indexLines } from '../../words/index-lines.ts';
import type { NoticeBlock } from '../../words/notice-blocks.ts';
import { blocksOf } from '../../words/notice-blocks.ts';
import { blockWords, headlineOf } from '../../words/notice.ts';
import type { NoticeWords } from '../../words/notice-words.ts';
import { inParts } from '../../../text/partition.ts';
import { asPlain, plain, shortened } from '../../../text/plain.ts';
import { counted } from '../../../text/quantities.ts';
import { saidOnce } from '../../words/repetitions.ts';
import { severityOf } from '../../notices/severity.ts';
import { accountOf } from '../../notices/subject.ts';
import { selectAlerts } from '../../words/index-lines.ts';
import { escaped, shortenedEscaped } from '../../../text/plain.ts';
import { utcText } from '../../../text/times.ts';
import type { ChatNotification } from './notification.ts';
import { CHAT_LIMITS } from './limits.ts';

/** Between the paragraphs of a description, and for what a count takes. */
const MARGIN = 100;
const LONGEST_QUOTE = 200;
/** In a thread's name. */
const LONGEST_PART_OF_ID = 100;

interface Entry {
  /** The first of its block. */
  readonly notice: Notice;
  readonly block: NoticeBlock;
  readonly words: NoticeWords;
}

/**
 * The notifications of a digest, each alert whole in one of them. From eight alerts on the first has an
 * index of all, and the worst follow in full.
 */
export function renderChat(digest: Digest, context: DigestContext): readonly ChatNotification[] {
  const all = blocksOf(digest.notices).map((block): Entry => ({
    notice: block.notice,
    block,
    words: blockWords(block, context, asCode),
  }));
  const { inFull, indexed } = selectAlerts(all);
  const isIndexed = indexed.length === all.length;
  const frame = descriptionOf(context, [], '').length + MARGIN;
  const entries = inFull.map((item) => ({ item, costs: [wholeBlock(item.words).length + 2] }));
  const [first, ...others] = entries;
  if (first === undefined) return [];
  const most = CHAT_LIMITS.description - frame - (first.costs[0] ?? 0);
  const index = isIndexed ? indexText(indexed, most) : '';
  const costs = [(first.costs[0] ?? 0) + index.length];
  const whole = inParts<Entry>([{ ...first, costs }, ...others], [CHAT_LIMITS.description - frame]);
  const parts = isIndexed ? whole.slice(0, CHAT_LIMITS.messages) : whole;
  return parts.flatMap((part, at) =>
    notification(
      digest,
      context,
      part,
      { number: at + 1, of: parts.length },
      all.length - 1,
      at === 0 ? index : '',
    ),
  );
}

function indexText(entries: readonly Entry[], most: number): string {
  const lines = entries.map(({ words }) => indexEntry(words));
  const room = { most, sizeOf: (text: string) => text.length };
  return [`${counted(entries.length, 'alert')}, worst first:`, ...indexLines(lines, room)].join(
    '\n',
  );
}

function notification(
  digest: Digest,
  context: DigestContext,
  entries: readonly Entry[],
  part: Part,
  more: number,
  index: string,
): readonly ChatNotification[] {
  const worst = leading(entries);
  if (worst === undefined) return [];
  const [only] = entries.length === 1 ? entries : [];
  const { steps = [], links = [], mute } = only?.words ?? {};
  const next = [
    ...steps,
    ...links.map(linkText),
    ...(mute === undefined ? [] : [`Mute: ${asCode(mute)}`]),
  ];
  const tail = [
    ...(more > 0 ? [` (+${more} more)`] : []),
    ...(part.of > 1 ? [` (part ${part.number} of ${part.of})`] : []),
    ...(isIncomplete(context.status) ? [` (${INCOMPLETE_WORDS})`] : []),
  ].join('');
  const title = titleOf(blockWords(worst.block, context, asPlain), tail);
  return [
    {
      version: '1.0',
      source: 'custom',
      id: `${idPart(context.runId)}-${idPart(digest.group)}-${part.number}`,
      content: {
        textType: 'client-markdown',
        title,
        description: descriptionOf(context, entries, index),
        ...(next.length === 0 ? {} : { nextSteps: next }),
        keywords: keywordsOf(context, entries),
      },
      metadata: {
        threadId: `limits-watchdog/${idPart(context.deployment)}/${idPart(digest.group)}`,
        summary: title,
        eventType: severityOf(worst.notice),
        ...actionsOf(context, digest.notices, entries),
      },
    },
  ];
}

function titleOf(worst: NoticeWords, tail: string): string {
  const { opening, account } = worst;
  const said = account === undefined ? subjectWords(worst) : `${account} ${subjectWords(worst)}`;
  // A title is not said to be Markdown, so it is only freed of what Markdown would take for its own.
  const text = escaped(unmarked(`${opening}: ${said}`));
  return `${shortenedEscaped(text, CHAT_LIMITS.title - tail.length)}${tail}`;
}

function descriptionOf(context: DigestContext, entries: readonly Entry[], index: string): string {
  const words = saidOnce(entries.map((entry) => entry.words));
  // What is to be done has a place of its own when there is one block only.
  const blocks = words.map(words.length === 1 ? blockText : wholeBlock);
  return [
    ...(context.purpose === 'test' ? ['This is a TEST. Nothing in it has happened.'] : []),
    ...(isIncomplete(context.status) ? [INCOMPLETE_SENTENCE] : []),
    ...blocks.slice(0, 1),
    ...(index === '' ? [] : [index]),
    ...blocks.slice(1),
    ...contextLinks(context),
    `Measured ${utcText(context.measuredAt)} by limits-watchdog ${asCode(context.deployment)}.`,
    ...documentLines(context),
  ].join('\n\n');
}

function blockText(words: NoticeWords): string {
  const { where, figures, command, facts, holders } = words;
  return [
    headlineOf(words),
    where,
    ...figures.map(({ label, value }) => `${label}: ${value}`),
    ...(command === undefined ? [] : [`Run: ${asCode(command)}`]),
    ...facts,
    ...holders,
  ].join('\n');
}

/** With everything that is to be done, for a description that holds more than one block. */
function wholeBlock(words: NoticeWords): string {
  const { steps, mute } = words;
  const todo = steps.length === 0 ? [] : ['To do:', ...steps.map((step) => `- ${step}`)];
  return [
    blockText(words),
    ...todo,
    ...words.links.map(linkText),
    ...(mute === undefined ? [] : [`Mute: ${asCode(mute)}`]),
  ].join('\n');
}

/** The team's page and the report, the same for every alert. */
function contextLinks({ runbook, report }: DigestContext): readonly string[] {
  return [
    ...(runbook === undefined ? [] : [`Runbook: ${runbook}`]),
    ...(report === undefined ? [] : [linkText(report)]),
  ];
}

function documentLines({ document }: DigestContext): readonly string[] {
  return document === undefined
    ? []
    : [`All data: ${code(`s3://${document.bucket}/${document.key}`, Infinity)}`];
}

function linkText({ label, url }: Link): string {
  return `${label}: ${url}`;
}

function keywordsOf({ deployment }: DigestContext, entries: readonly Entry[]): readonly string[] {
  const worst = leading(entries);
  const words = [
    'limits-watchdog',
    idPart(deployment),
    ...(worst === undefined ? [] : [severityOf(worst.notice)]),
    counted(entries.flatMap(({ block }) => block.notices).length, 'notice'),
  ];
  return words.map((word) => shortened(word, CHAT_LIMITS.keyword));
}

/** Buttons may lead to a clean-up, so they show only where all that is said concerns one non-production account. */
function actionsOf(
  context: DigestContext,
  all: readonly Notice[],
  entries: readonly Entry[],
): Pick<ChatNotification['metadata'], 'additionalContext' | 'enableCustomActions'> {
  const accounts = new Map(
    all.flatMap((notice) => {
      const account = accountOf(notice);
      return account === undefined ? [] : [[account.id, account] as const];
    }),
  );
  const [only] = accounts.size === 1 ? accounts.values() : [];
  const concerned = entries.some(({ notice }) => accountOf(notice) !== undefined);
  const enabled = only?.stage === 'nonprod' && concerned && context.purpose === 'alert';
  return {
    additionalContext: {
      deployment: idPart(context.deployment),
      ...(enabled ? { account: only.id } : {}),
    },
    enableCustomActions: enabled,
  };
}

/** Text from outside as inline code, in which neither Slack nor Teams sees any mark but the back-tick. */
function asCode(outside: string): string {
  return code(outside, LONGEST_QUOTE);
}

function code(outside: string, most: number): string {
  const text = escaped(plain(outside).replaceAll('`', "'"));
  return text === '' ? '(empty)' : `\`${shortenedEscaped(text, most)}\``;
}

/** Without what Markdown would take for its own; an underscore inside a word is none of it. */
function unmarked(text: string): string {
  return text
    .replace(/[*~`[\]|#]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, ' ')
    .replace(/ {2,}/g, ' ');
}

function idPart(text: string): string {
  return plain(text)
    .replace(/[^A-Za-z0-9._-]/g, '_')
    .slice(0, LONGEST_PART_OF_ID);
}
