import type { DigestContext } from '../../words/context.ts';
import { addressOf, INCOMPLETE_SENTENCE, isIncomplete } from '../../words/context.ts';
import type { Link } from '../../words/console-links.ts';
import type { IndexEntry } from '../../words/index-lines.ts';
import { indexLines } from '../../words/index-lines.ts';
import type { Part } from '../../words/headline.ts';
import { headlineOf } from '../../words/notice.ts';
import type { NoticeWords } from '../../words/notice-words.ts';
import { todoLines } from '../../words/notice-words.ts';
import { withoutRepetitions } from '../../words/repetitions.ts';
import { asPlain } from '../../../text/plain.ts';
import { counted } from '../../../text/quantities.ts';
import { utcText } from '../../../text/times.ts';

const RULE = '--------------------';
const CUT = 'The rest of this message did not fit; it is in the report.';
const SHORT_LINES = 6;
/** The share of the available size for alerts in full, if the e-mail also has an index. */
const SHARE_IN_FULL = 0.6;

export interface EmailContent {
  readonly group: string;
  readonly alerts: number;
  /** The alerts shown in full, worst first. The message begins with the first one. */
  readonly inFull: readonly [NoticeWords, ...NoticeWords[]];
  readonly indexed: readonly IndexEntry[];
  readonly part: Part;
}

/**
 * Returns the text of one e-mail for a narrow screen: what to know and do about the worst alert, one line for each
 * other alert, then details.
 * @param room the maximum size of the text as a JSON string, in bytes
 */
export function emailText(context: DigestContext, content: EmailContent, room: number): string {
  const { inFull, indexed } = content;
  const [worst, ...others] = withoutRepetitions(inFull);
  if (worst === undefined) return '';
  const screen = firstScreen(context, worst);
  const size = { sizeOf: bytesInJson };
  const end = ['', RULE, '', ...footer(context, content)];
  const remaining = room - bytesInJson([...screen, ...end].join('\n'));
  const details = cutTo(
    [detailsOf(worst), ...others.map(wholeAlert)].filter((block) => block !== ''),
    remaining * (indexed.length === 0 ? 1 : SHARE_IN_FULL),
  );
  const most = remaining - bytesInJson(details.join('\n'));
  const index =
    indexed.length === 0
      ? []
      : ['', countLine(content), '', ...indexLines(indexed, { most, ...size })];
  return `${[...screen, ...index, ...details, ...end].join('\n')}\n`;
}

/** Returns the e-mail text of a further message of a digest, which carries only JSON for programs. */
export function continuationText(
  context: DigestContext,
  { group, part }: Pick<EmailContent, 'group' | 'part'>,
): string {
  return `${[
    ...testLines(context),
    `Message ${part.number} of ${part.of} for ${asPlain(group)}. It contains data for programs; message 1 lists every alert.`,
    ...incompleteLines(context),
    '',
    ...footer(context, { group }),
  ].join('\n')}\n`;
}

function firstScreen(context: DigestContext, worst: NoticeWords): readonly string[] {
  const { runbook, report } = context;
  return [
    ...testLines(context),
    headlineOf(worst),
    worst.where,
    ...figureLines(worst),
    ...(isShort(worst) ? ['', ...todoParagraphs(worst).flat()] : []),
    ...(runbook === undefined ? [] : [`Runbook: ${runbook}`]),
    ...(report === undefined ? [] : [linkText(report)]),
    ...incompleteLines(context),
  ];
}

/** Whether an alert without figures is short enough for the beginning of the message. */
function isShort({ figures, facts, holders, steps }: NoticeWords): boolean {
  return figures.length === 0 && facts.length + holders.length + steps.length <= SHORT_LINES;
}

function detailsOf(words: NoticeWords): string {
  return paragraphs([...(isShort(words) ? [] : todoParagraphs(words)), ...linkParagraphs(words)]);
}

function wholeAlert(words: NoticeWords): string {
  return paragraphs([
    [headlineOf(words), words.where],
    figureLines(words),
    ...todoParagraphs(words),
    ...linkParagraphs(words),
  ]);
}

function todoParagraphs({ facts, holders, steps }: NoticeWords): readonly (readonly string[])[] {
  return [facts, holders, todoLines(steps)];
}

function linkParagraphs({ links, mute }: NoticeWords): readonly (readonly string[])[] {
  return [links.map(linkText), mute === undefined ? [] : [`Mute: ${mute}`]];
}

function figureLines({ figures, command }: NoticeWords): readonly string[] {
  return [
    ...figures.map(({ label, value }) => `${label}: ${value}`),
    ...(command === undefined ? [] : [`Run: ${command}`]),
  ];
}

function linkText({ label, url }: Link): string {
  return `${label}:\n${url}`;
}

function countLine({ alerts, inFull, indexed, group }: EmailContent): string {
  const all = `${counted(alerts, 'alert')} for ${asPlain(group)}, worst first`;
  return indexed.length < alerts
    ? `${all}. The others:`
    : `${all}; the first ${inFull.length} in full below:`;
}

/** Returns the lines of all blocks, each block below a rule. `CUT` replaces the lines beyond `room` bytes. */
function cutTo(blocks: readonly string[], room: number): readonly string[] {
  const lines: string[] = [];
  let spent = bytesInJson(CUT);
  for (const line of blocks.flatMap((block) => ['', RULE, '', ...block.split('\n')])) {
    spent += bytesInJson(line);
    if (spent > room) return [...lines, CUT];
    lines.push(line);
  }
  return lines;
}

function paragraphs(all: readonly (readonly string[])[]): string {
  return all
    .filter((paragraph) => paragraph.length > 0)
    .map((paragraph) => paragraph.join('\n'))
    .join('\n\n');
}

function testLines({ purpose }: DigestContext): readonly string[] {
  return purpose === 'test' ? ['This is a TEST. Nothing in it has happened; do nothing.', ''] : [];
}

function incompleteLines({ status }: DigestContext): readonly string[] {
  return isIncomplete(status) ? ['', INCOMPLETE_SENTENCE] : [];
}

function footer(
  { deployment, runId, measuredAt, document }: DigestContext,
  { group }: Pick<EmailContent, 'group'>,
): readonly string[] {
  return [
    `Sent to ${asPlain(group)} by limits-watchdog ${asPlain(deployment)}, measured ${utcText(measuredAt)}.`,
    `Run ${asPlain(runId)}.`,
    ...(document === undefined ? [] : [`All data: ${addressOf(document)}`]),
  ];
}

/** Returns the size of `text` as a JSON string, in bytes. */
export function bytesInJson(text: string): number {
  return new TextEncoder().encode(JSON.stringify(text)).length;
}
