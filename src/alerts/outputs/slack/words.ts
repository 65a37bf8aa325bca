import { inParts } from '../../../text/partition.ts';
import { counted } from '../../../text/quantities.ts';
import { asPlain, plain, shortened } from '../../../text/plain.ts';
import type { ReadAlert, ReadNotice } from '../json/read.ts';
import { readAlert } from '../json/read.ts';
import { indexLines } from '../../words/index-lines.ts';
import { saidOnce } from '../../words/repetitions.ts';
import { selectAlerts } from '../../words/index-lines.ts';
import type { SlackBlock } from './blocks.ts';
import {
  codeSection,
  DIVIDER,
  fieldSections,
  header,
  lengthOf,
  linkButtons,
  sections,
} from './blocks.ts';
import { SLACK_LIMITS } from './limits.ts';
import { INCOMPLETE_SENTENCE, isIncomplete } from '../../words/context.ts';
import { escaped } from '../../../text/plain.ts';

/** What an incoming webhook is sent. https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
export interface SlackPayload {
  /** For notifications on a phone and for screen readers. */
  readonly text: string;
  readonly mrkdwn: false;
  readonly unfurl_links: false;
  readonly blocks: readonly SlackBlock[];
}

/** Kept for the head and foot of each payload. */
const FRAME = { blocks: 10, characters: 1_500 };
/** Of the first message, for the index. */
const INDEX_CHARACTERS = 6_000;
/** Blocks and characters for the notices of a payload. */
const CAPS = [SLACK_LIMITS.blocks - FRAME.blocks, SLACK_LIMITS.total - FRAME.characters] as const;
const LONGEST_FALLBACK = 300;
/** Of a message that is not understood. */
const LONGEST_RAW = 6_000;

/** Severity by shape and colour; the word stands beside it. */
const MARK: Readonly<Record<ReadNotice['severity'], string>> = {
  critical: '🔴',
  warn: '🔶',
  blind: '⬛',
  info: 'ℹ️',
  over: '✅',
  unknown: '❔',
};
const MUTED = '🔕';

/**
 * The payloads for one alert, to be posted in order. What is not understood is shown as it came,
 * under the subject of its SNS message, and never left out.
 */
export function renderSlack(json: string, subject: string): readonly SlackPayload[] {
  const reading = readAlert(json);
  if (!reading.understood) return [notUnderstood(json, subject, reading.why)];
  const { alert } = reading;
  const isFirst = alert.part === 1;
  const { inFull, indexed } = isFirst
    ? selectAlerts(alert.notices)
    : { inFull: [], indexed: alert.notices };
  const first = [...head(alert), ...indexSections(indexed)];
  const pieces = [
    { item: firstStretch(first), costs: [first.length, charactersOf(first)] },
    ...inFull.flatMap(stretchesOf).map((stretch) => ({
      item: stretch,
      costs: [stretch.blocks.length, charactersOf(stretch.blocks)],
    })),
  ];
  const all = inParts(pieces, CAPS);
  // Of many alerts all are in the index; of a few, none is left out.
  const parts = indexed.length === alert.notices.length ? all.slice(0, SLACK_LIMITS.messages) : all;
  return parts.map((stretches, index) => {
    const which = parts.length > 1 ? ` (message ${index + 1} of ${parts.length})` : '';
    return payload(`${alert.subject}${which}`, [
      ...(index > 0
        ? sections([
            `${shortened(plain(alert.subject), LONGEST_FALLBACK)}${which}`,
            ...incompleteLines(alert),
          ])
        : []),
      ...blocksOf(stretches),
      ...(index === parts.length - 1 ? foot(alert) : []),
    ]);
  });
}

function head(alert: ReadAlert): readonly SlackBlock[] {
  const { notices } = alert;
  return sections([
    ...(alert.test ? ['This is a TEST. Nothing in it has happened.'] : []),
    ...(notices.length === 1
      ? []
      : [`${counted(notices.length, 'alert')} for ${asPlain(alert.group)}, worst first.`]),
    ...incompleteLines(alert),
  ]);
}

function indexSections(indexed: readonly ReadNotice[]): readonly SlackBlock[] {
  if (indexed.length === 0) return [];
  const entries = indexed.map(({ index }) => index);
  const room = { most: INDEX_CHARACTERS, sizeOf: (text: string) => escaped(text).length };
  return sections(indexLines(entries, room).map(plain));
}

function incompleteLines({ status }: ReadAlert): readonly string[] {
  return isIncomplete(status) ? [INCOMPLETE_SENTENCE] : [];
}

function firstStretch(blocks: readonly SlackBlock[]): Stretch {
  return { whole: false, blocks };
}

/** What one message holds of a notice: all of it, unless it is longer than a message by itself. */
interface Stretch {
  /** Absent for what is about all of them. */
  readonly notice?: ReadNotice;
  readonly whole: boolean;
  readonly blocks: readonly SlackBlock[];
}

function stretchesOf(notice: ReadNotice): readonly Stretch[] {
  const costly = noticeBlocks(notice).map((block) => ({
    item: block,
    costs: [1, lengthOf(block)],
  }));
  const groups = inParts(costly, CAPS);
  return groups.map((blocks) => ({ notice, whole: groups.length === 1, blocks }));
}

/** The blocks of one message, in which nothing is said twice. */
function blocksOf(stretches: readonly Stretch[]): readonly SlackBlock[] {
  const whole = stretches.flatMap(({ notice, whole: isWhole }) =>
    isWhole && notice !== undefined ? [notice] : [],
  );
  const once = saidOnce(whole);
  return stretches.flatMap(({ notice, blocks }) => {
    const at = notice === undefined ? -1 : whole.indexOf(notice);
    const shown = once[at];
    return shown === undefined ? blocks : noticeBlocks(shown);
  });
}

function noticeBlocks(notice: ReadNotice): readonly SlackBlock[] {
  const mark = notice.muted ? `${MUTED}${MARK[notice.severity]}` : MARK[notice.severity];
  return [
    DIVIDER,
    header(`${mark} ${plain(notice.headline)}`),
    ...sections([plain(notice.where)]),
    ...fieldSections(notice.figures),
    ...(notice.command === undefined ? [] : codeSection('Run', notice.command)),
    ...sections(notice.facts.map(plain)),
    ...sections(notice.holders.map(plain)),
    ...(notice.steps.length === 0
      ? []
      : sections(['To do:', ...notice.steps.map((step) => `• ${plain(step)}`)])),
    ...linkButtons(notice.links),
    ...(notice.mute === undefined ? [] : codeSection('Mute', notice.mute)),
  ];
}

function foot({
  deployment,
  group,
  measuredAt,
  links,
  document,
}: ReadAlert): readonly SlackBlock[] {
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
      `limits-watchdog got this message and does not understand it (${asPlain(why)}). As it came${whole}:`,
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

function charactersOf(blocks: readonly SlackBlock[]): number {
  return blocks.reduce((sum, block) => sum + lengthOf(block), 0);
}
