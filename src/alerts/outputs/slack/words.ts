import { splitIntoParts } from '../../partition.ts';
import { counted } from '../../../text/quantities.ts';
import { asPlain, escaped, plain, shortened } from '../../../text/plain.ts';
import type { ParsedAlert, ParsedNotice } from '../json/read.ts';
import { readAlert } from '../json/read.ts';
import { indexLines, selectAlerts } from '../../words/index-lines.ts';
import { todoLines } from '../../words/notice-words.ts';
import { withoutRepetitions } from '../../words/repetitions.ts';
import type { SlackBlock } from './blocks.ts';
import {
  charactersOf,
  codeSection,
  DIVIDER,
  fieldSections,
  header,
  linkButtons,
  sections,
} from './blocks.ts';
import { SLACK_LIMITS } from './limits.ts';
import { INCOMPLETE_SENTENCE, isIncomplete } from '../../words/context.ts';

/** The body of a post: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
export interface SlackPayload {
  /** The text for notifications and screen readers. */
  readonly text: string;
  readonly mrkdwn: false;
  readonly unfurl_links: false;
  readonly blocks: readonly SlackBlock[];
}

/** What is reserved in each message for its head and foot. */
const FRAME = { blocks: 10, characters: 1_500 };
/** The most characters of the index, a list with one line for each alert, which is in the first message. */
const INDEX_CHARACTERS = 6_000;
/** The most blocks and the most characters that one message has for notices. */
const NOTICE_LIMITS = [
  SLACK_LIMITS.blocks - FRAME.blocks,
  SLACK_LIMITS.total - FRAME.characters,
] as const;
const LONGEST_FALLBACK = 300;
/** The most characters shown of a message that cannot be parsed. */
const LONGEST_RAW = 6_000;

/** The symbol of each severity, different in shape and colour, shown beside its word. */
const MARK: Readonly<Record<ParsedNotice['severity'], string>> = {
  critical: '🔴',
  warn: '🔶',
  blind: '⬛',
  info: 'ℹ️',
  over: '✅',
  unknown: '❔',
};
const MUTED = '🔕';

/** Returns the posts for the JSON body of one SNS message, in order. One that cannot be parsed is shown as raw text. */
export function renderSlack(json: string, subject: string): readonly SlackPayload[] {
  const reading = readAlert(json);
  if (!reading.understood) return [notUnderstood(json, subject, reading.why)];
  const { alert } = reading;
  const { inFull, indexed } =
    alert.part === 1 ? selectAlerts(alert.notices) : { inFull: [], indexed: alert.notices };
  const blocks = [...headBlocks(alert), ...indexBlocks(indexed)];
  const head: NoticeSection = { isComplete: false, blocks };
  const ordered = [head, ...inFull.flatMap(noticeSections)];
  const all = splitIntoParts(
    ordered.map((item) => ({
      item,
      costs: [item.blocks.length, charactersOf(item.blocks)],
    })),
    NOTICE_LIMITS,
  );
  // Messages beyond `SLACK_LIMITS.messages` are dropped only if the index lists every alert.
  const parts = indexed.length === alert.notices.length ? all.slice(0, SLACK_LIMITS.messages) : all;
  return parts.map((shown, at) => {
    const which = parts.length > 1 ? ` (message ${at + 1} of ${parts.length})` : '';
    const continuation = `${shortened(plain(alert.subject), LONGEST_FALLBACK)}${which}`;
    return payload(`${alert.subject}${which}`, [
      ...(at > 0 ? sections([continuation, ...incompleteLines(alert)]) : []),
      ...blocksOf(shown),
      ...(at === parts.length - 1 ? footBlocks(alert) : []),
    ]);
  });
}

function headBlocks(alert: ParsedAlert): readonly SlackBlock[] {
  const { notices } = alert;
  const title = `${counted(notices.length, 'alert')} for ${asPlain(alert.group)}, worst first.`;
  return sections([
    ...(alert.test ? ['This is a TEST. Nothing in it has happened.'] : []),
    ...(notices.length === 1 ? [] : [title]),
    ...incompleteLines(alert),
  ]);
}

function indexBlocks(indexed: readonly ParsedNotice[]): readonly SlackBlock[] {
  const entries = indexed.map(({ index }) => index);
  const room = { most: INDEX_CHARACTERS, sizeOf: (text: string) => escaped(text).length };
  return sections(indexLines(entries, room).map(plain));
}

function incompleteLines({ status }: ParsedAlert): readonly string[] {
  return isIncomplete(status) ? [INCOMPLETE_SENTENCE] : [];
}

/** The blocks of a notice in one message: all of them, unless the notice is too long for one message. */
interface NoticeSection {
  /** The notice; absent for the blocks before the first notice. */
  readonly notice?: ParsedNotice;
  readonly isComplete: boolean;
  readonly blocks: readonly SlackBlock[];
}

function noticeSections(notice: ParsedNotice): readonly NoticeSection[] {
  const pieces = noticeBlocks(notice).map((item) => ({ item, costs: [1, charactersOf([item])] }));
  const groups = splitIntoParts(pieces, NOTICE_LIMITS);
  return groups.map((blocks) => ({ notice, isComplete: groups.length === 1, blocks }));
}

function blocksOf(ordered: readonly NoticeSection[]): readonly SlackBlock[] {
  const complete = ordered.flatMap(({ notice, isComplete }) => (isComplete && notice) || []);
  const shown = withoutRepetitions(complete);
  return ordered.flatMap(({ notice, blocks }) => {
    const once = notice && shown[complete.indexOf(notice)];
    return once === undefined ? blocks : noticeBlocks(once);
  });
}

function noticeBlocks(notice: ParsedNotice): readonly SlackBlock[] {
  const mark = notice.muted ? `${MUTED}${MARK[notice.severity]}` : MARK[notice.severity];
  return [
    DIVIDER,
    header(`${mark} ${plain(notice.headline)}`),
    ...sections([plain(notice.where)]),
    ...fieldSections(notice.figures),
    ...(notice.command === undefined ? [] : codeSection('Run', notice.command)),
    ...sections(notice.facts.map(plain)),
    ...sections(notice.holders.map(plain)),
    ...sections(todoLines(notice.steps.map(plain), '•')),
    ...linkButtons(notice.links),
    ...(notice.mute === undefined ? [] : codeSection('Mute', notice.mute)),
  ];
}

function footBlocks(alert: ParsedAlert): readonly SlackBlock[] {
  const { deployment, group, measuredAt, links, document } = alert;
  return [
    DIVIDER,
    ...linkButtons(links),
    ...sections([
      `Measured ${plain(measuredAt)} by limits-watchdog ${asPlain(deployment)}, for ${asPlain(group)}.`,
      ...(document === undefined ? [] : [`All data: ${plain(document)}`]),
    ]),
  ];
}

function notUnderstood(json: string, subject: string, why: string): SlackPayload {
  const raw = shortened(plain(json), LONGEST_RAW);
  const whole = raw.length === plain(json).length ? '' : `, its first ${raw.length} characters`;
  return payload(subject, [
    header(`${MARK.unknown} ${plain(subject)}`),
    ...sections([
      `limits-watchdog received a message that it cannot read (${asPlain(why)}). The original${whole}:`,
    ]),
    ...sections([raw]),
  ]);
}

function payload(text: string, blocks: readonly SlackBlock[]): SlackPayload {
  return {
    text: escaped(shortened(plain(text), LONGEST_FALLBACK)),
    mrkdwn: false,
    unfurl_links: false,
    blocks,
  };
}
