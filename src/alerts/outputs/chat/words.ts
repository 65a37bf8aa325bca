import { groupBy } from '../../../model/group-by.ts';
import type { Digest, Notice } from '../../../model/notice.ts';
import { splitIntoParts } from '../../partition.ts';
import { asPlain, escaped, plain, shortened, shortenedEscaped } from '../../../text/plain.ts';
import { counted } from '../../../text/quantities.ts';
import { utcText } from '../../../text/times.ts';
import { severityOf } from '../../notices/severity.ts';
import { accountOf } from '../../notices/subject.ts';
import type { Link } from '../../words/console-links.ts';
import type { DigestContext } from '../../words/context.ts';
import {
  addressOf,
  INCOMPLETE_SENTENCE,
  INCOMPLETE_WORDS,
  isIncomplete,
} from '../../words/context.ts';
import type { Part } from '../../words/headline.ts';
import { leadingItem, subjectWords } from '../../words/headline.ts';
import { indexEntry, indexLines, selectAlerts } from '../../words/index-lines.ts';
import type { Alert } from '../../words/notice.ts';
import { alertsOf, headlineOf } from '../../words/notice.ts';
import type { NoticeWords } from '../../words/notice-words.ts';
import { todoLines } from '../../words/notice-words.ts';
import { withoutRepetitions } from '../../words/repetitions.ts';
import { CHAT_LIMITS } from './limits.ts';

/** A custom notification: https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html */
export type ChatNotification = ReturnType<typeof notification>[number];

/** Characters reserved for paragraph breaks and for the line above the index. */
const MARGIN = 100;
const LONGEST_QUOTE = 200;
/** The most characters of each name in the id and thread id of a notification. */
const LONGEST_PART_OF_ID = 100;

/**
 * Returns a digest as custom notifications for Amazon Q Developer. Amazon Q drops other formats without an error, so a
 * separate topic carries only these notifications. Each alert is complete in one notification. From eight alerts on,
 * the first notification has an index of all alerts, and the worst ones follow in full.
 */
export function renderChat(digest: Digest, context: DigestContext): readonly ChatNotification[] {
  const all = alertsOf(digest.notices, context, asCode);
  const { inFull, indexed } = selectAlerts(all);
  const isIndexed = indexed.length === all.length;
  const room = CHAT_LIMITS.description - descriptionOf(context, [], '').length - MARGIN;
  const [first, ...others] = inFull.map((item) => ({
    item,
    costs: [wholeAlert(item.words).length + 2],
  }));
  if (first === undefined) return [];
  const [cost = 0] = first.costs;
  const index = isIndexed ? indexText(indexed, room - cost) : '';
  const whole = splitIntoParts<Alert>(
    [{ ...first, costs: [cost + index.length] }, ...others],
    [room],
  );
  const parts = isIndexed ? whole.slice(0, CHAT_LIMITS.messages) : whole;
  return parts.flatMap((alerts, at) =>
    notification(
      digest,
      context,
      alerts,
      { number: at + 1, of: parts.length },
      all.length - 1,
      at === 0 ? index : '',
    ),
  );
}

function indexText(alerts: readonly Alert[], most: number): string {
  const lines = alerts.map(({ words }) => indexEntry(words));
  const room = { most, sizeOf: (text: string) => text.length };
  return [`${counted(alerts.length, 'alert')}, worst first:`, ...indexLines(lines, room)].join(
    '\n',
  );
}

function notification(
  digest: Digest,
  context: DigestContext,
  alerts: readonly Alert[],
  part: Part,
  more: number,
  index: string,
) {
  const worst = leadingItem(alerts);
  if (worst === undefined) return [];
  const [only] = alerts.length === 1 ? alerts : [];
  const next = only === undefined ? [] : [...only.words.steps, ...linkLines(only.words)];
  const tail = [
    ...(more > 0 ? [` (+${more} more)`] : []),
    ...(part.of > 1 ? [` (part ${part.number} of ${part.of})`] : []),
    ...(isIncomplete(context.status) ? [` (${INCOMPLETE_WORDS})`] : []),
  ].join('');
  const [plainWorst] = alertsOf(worst.notices, context, asPlain);
  const title = titleOf((plainWorst ?? worst).words, tail);
  const notices = alerts.flatMap((alert) => alert.notices);
  const severity = severityOf(worst.notice);
  const deployment = idPart(context.deployment);
  const keywords = ['limits-watchdog', deployment, severity, counted(notices.length, 'notice')];
  return [
    {
      version: '1.0',
      source: 'custom',
      // A part that is published again has the same id.
      id: `${idPart(context.runId)}-${idPart(digest.group)}-${part.number}`,
      content: {
        textType: 'client-markdown',
        title,
        description: descriptionOf(context, alerts, index),
        ...(next.length > 0 && { nextSteps: next }),
        keywords: keywords.map((word) => shortened(word, CHAT_LIMITS.keyword)),
      },
      metadata: {
        // Notifications with an equal thread id form one thread.
        threadId: `limits-watchdog/${deployment}/${idPart(digest.group)}`,
        summary: title,
        eventType: severity,
        ...actionsOf(context, digest.notices, notices),
      },
    },
  ];
}

function titleOf(worst: NoticeWords, tail: string): string {
  const { opening, account } = worst;
  const subject = [...(account === undefined ? [] : [account]), subjectWords(worst)].join(' ');
  // AWS does not document whether a title is Markdown, so Markdown characters are removed.
  const text = escaped(unmarked(`${opening}: ${subject}`));
  return `${shortenedEscaped(text, CHAT_LIMITS.title - tail.length)}${tail}`;
}

function descriptionOf(context: DigestContext, alerts: readonly Alert[], index: string): string {
  const { runbook, report, document } = context;
  const words = withoutRepetitions(alerts.map((alert) => alert.words));
  // The steps of a single alert are in `nextSteps`.
  const [first, ...others] = words.map(words.length === 1 ? alertText : wholeAlert);
  return [
    ...(context.purpose === 'test' ? ['This is a TEST. Nothing in it has happened.'] : []),
    ...(isIncomplete(context.status) ? [INCOMPLETE_SENTENCE] : []),
    ...(first === undefined ? [] : [first]),
    ...(index === '' ? [] : [index]),
    ...others,
    ...(runbook === undefined ? [] : [`Runbook: ${runbook}`]),
    ...(report === undefined ? [] : [linkText(report)]),
    `Measured ${utcText(context.measuredAt)} by limits-watchdog ${asCode(context.deployment)}.`,
    ...(document === undefined ? [] : [`All data: ${code(addressOf(document), Infinity)}`]),
  ].join('\n\n');
}

function alertText(words: NoticeWords): string {
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

/** Returns the text of an alert with steps and links, for a description of several alerts. */
function wholeAlert(words: NoticeWords): string {
  return [alertText(words), ...todoLines(words.steps), ...linkLines(words)].join('\n');
}

function linkLines({ links, mute }: NoticeWords): readonly string[] {
  return [...links.map(linkText), ...(mute === undefined ? [] : [`Mute: ${asCode(mute)}`])];
}

function linkText({ label, url }: Link): string {
  return `${label}: ${url}`;
}

/** Returns the button settings. Buttons can start a clean-up: only digests of one non-production account get them. */
function actionsOf(context: DigestContext, all: readonly Notice[], shown: readonly Notice[]) {
  const accounts = groupBy(
    all.flatMap((notice) => accountOf(notice) ?? []),
    ({ id }) => id,
  );
  const [[only] = []] = accounts.size === 1 ? accounts.values() : [];
  const isConcerned = shown.some((notice) => accountOf(notice) !== undefined);
  const isEnabled = only?.stage === 'nonprod' && isConcerned && context.purpose === 'alert';
  return {
    additionalContext: {
      deployment: idPart(context.deployment),
      ...(isEnabled && { account: only.id }),
    },
    enableCustomActions: isEnabled,
  };
}

/** Returns text as inline code, in which Slack and Teams interpret only the back-tick. */
function asCode(outside: string): string {
  return code(outside, LONGEST_QUOTE);
}

function code(outside: string, most: number): string {
  const text = escaped(plain(outside).replaceAll('`', "'"));
  return text === '' ? '(empty)' : `\`${shortenedEscaped(text, most)}\``;
}

/** Removes Markdown characters, but not an underscore inside a word, which Markdown ignores. */
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
