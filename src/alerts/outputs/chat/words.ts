import type { Digest, Notice } from '../../../model/notice.ts';
import type { Link } from '../../words/console-links.ts';
import type { DigestContext } from '../../words/context.ts';
import { INCOMPLETE_SENTENCE, INCOMPLETE_WORDS, isIncomplete } from '../../words/context.ts';
import type { Part } from '../../words/headline.ts';
import { leading } from '../../words/headline.ts';
import type { NoticeBlock } from '../../words/notice-blocks.ts';
import { blocksOf } from '../../words/notice-blocks.ts';
import { blockWords, headlineOf } from '../../words/notice.ts';
import type { NoticeWords } from '../../words/notice-words.ts';
import { inParts } from '../../../text/partition.ts';
import { asPlain, plain, shortened } from '../../../text/plain.ts';
import { counted } from '../../../text/quantities.ts';
import { saidOnce } from '../../words/repetitions.ts';
import { accountOf, severityOf } from '../../words/severity.ts';
import { escaped, shortenedEscaped } from '../../words/escaped.ts';
import { utcText } from '../../../text/times.ts';
import { CHAT_LIMITS } from './limits.ts';

/**
 * The custom notification of Amazon Q Developer in chat applications, which drops anything else
 * without a word: published bare, on a topic of its own.
 * https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */
export interface ChatNotification {
  readonly version: '1.0';
  readonly source: 'custom';
  /** The same for the same part of the same run. */
  readonly id: string;
  readonly content: {
    readonly textType: 'client-markdown';
    readonly title: string;
    readonly description: string;
    readonly nextSteps?: readonly string[];
    readonly keywords: readonly string[];
  };
  readonly metadata: {
    /** What has the same value goes into the same thread. */
    readonly threadId: string;
    readonly summary: string;
    readonly eventType: string;
    readonly additionalContext: Readonly<Record<string, string>>;
    /** Whether the channel's buttons are shown. */
    readonly enableCustomActions: boolean;
  };
}

/** What the description says before and after its notices. */
const FRAME = 600;
const LONGEST_QUOTE = 200;
/** In a thread's name. */
const LONGEST_PART_OF_ID = 100;

interface Entry {
  /** The first of its block. */
  readonly notice: Notice;
  readonly block: NoticeBlock;
  readonly words: NoticeWords;
}

/** The notifications of a digest: one, or several when one would be too long, each notice whole in one of them. */
export function renderChat(digest: Digest, context: DigestContext): readonly ChatNotification[] {
  const blocks = blocksOf(digest.notices);
  const pieces = blocks.map((block) => {
    const words = blockWords(block, context, asCode);
    return { item: { notice: block.notice, block, words }, costs: [wholeBlock(words).length + 2] };
  });
  const parts = inParts<Entry>(pieces, [CHAT_LIMITS.description - FRAME]);
  return parts.flatMap((entries, index) => {
    const part = { number: index + 1, of: parts.length };
    return notification(digest, context, entries, part, blocks.length - 1);
  });
}

function notification(
  digest: Digest,
  context: DigestContext,
  entries: readonly Entry[],
  part: Part,
  more: number,
): readonly ChatNotification[] {
  const worst = leading(entries);
  if (worst === undefined) return [];
  const [only] = entries.length === 1 ? entries : [];
  const next = only === undefined ? [] : [...only.words.steps, ...only.words.links.map(linkText)];
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
        description: descriptionOf(context, entries),
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
  const { opening, account, place, what, brief } = worst;
  const said = [account, place, what, brief].filter((word) => word !== undefined && word !== '');
  // A title is not said to be Markdown, so it is only freed of what Markdown would take for its own.
  const text = escaped(unmarked(`${opening}: ${said.join(' ')}`));
  return `${shortenedEscaped(text, CHAT_LIMITS.title - tail.length)}${tail}`;
}

function descriptionOf(context: DigestContext, entries: readonly Entry[]): string {
  const words = saidOnce(entries.map((entry) => entry.words));
  // What is to be done has a place of its own when there is one block only.
  const blocks = words.map(words.length === 1 ? blockText : wholeBlock);
  return [
    ...(context.purpose === 'test' ? ['This is a TEST. Nothing in it has happened.'] : []),
    ...(isIncomplete(context.status) ? [INCOMPLETE_SENTENCE] : []),
    ...blocks,
    `Measured ${utcText(context.measuredAt)} by limits-watchdog ${asCode(context.deployment)}.`,
  ].join('\n\n');
}

function blockText(words: NoticeWords): string {
  return [headlineOf(words), words.where, ...words.facts, ...words.holders].join('\n');
}

/** With everything that is to be done, for a description that holds more than one block. */
function wholeBlock(words: NoticeWords): string {
  const { steps } = words;
  const todo = steps.length === 0 ? [] : ['To do:', ...steps.map((step) => `- ${step}`)];
  return [blockText(words), ...todo, ...words.links.map(linkText)].join('\n');
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
  const text = escaped(plain(outside).replaceAll('`', "'"));
  return text === '' ? '(empty)' : `\`${shortenedEscaped(text, LONGEST_QUOTE)}\``;
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
