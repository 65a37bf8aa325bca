import { inParts } from '../../../text/partition.ts';
import { asPlain, plain, shortened } from '../../../text/plain.ts';
import type { ReadAlert, ReadNotice } from '../json/read.ts';
import { readAlert } from '../json/read.ts';
import { saidOnce } from '../../words/repetitions.ts';
import type { SlackBlock } from './blocks.ts';
import { DIVIDER, header, lengthOf, linkSections, sections } from './blocks.ts';
import { SLACK_LIMITS } from './limits.ts';
import { INCOMPLETE_SENTENCE, isIncomplete } from '../../words/context.ts';
import { escaped } from '../../words/escaped.ts';

/** What an incoming webhook is sent. https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
export interface SlackPayload {
  /** For notifications on a phone and for screen readers. */
  readonly text: string;
  readonly mrkdwn: false;
  readonly unfurl_links: false;
  readonly blocks: readonly SlackBlock[];
}

/** Kept for the head and foot of each payload. */
const FRAME = { blocks: 6, characters: 1_500 };
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
  const pieces = alert.notices.flatMap(stretchesOf).map((stretch) => ({
    item: stretch,
    costs: [stretch.blocks.length, charactersOf(stretch.blocks)],
  }));
  const parts = inParts(pieces, CAPS);
  if (parts.length === 0)
    return [
      payload(alert.subject, [
        header(alert.subject),
        ...sections(incompleteLines(alert)),
        ...foot(alert),
      ]),
    ];
  return parts.map((stretches, index) => {
    const which = parts.length > 1 ? ` (message ${index + 1} of ${parts.length})` : '';
    return payload(`${alert.subject}${which}`, [
      ...head(alert, which),
      ...blocksOf(stretches),
      ...(index === parts.length - 1 ? foot(alert) : []),
    ]);
  });
}

function head(alert: ReadAlert, which: string): readonly SlackBlock[] {
  return sections([
    `${shortened(plain(alert.subject), LONGEST_FALLBACK)}${which}`,
    ...(alert.test ? ['This is a TEST. Nothing in it has happened.'] : []),
    ...incompleteLines(alert),
  ]);
}

function incompleteLines({ status }: ReadAlert): readonly string[] {
  return isIncomplete(status) ? [INCOMPLETE_SENTENCE] : [];
}

/** What one message holds of a notice: all of it, unless it is longer than a message by itself. */
interface Stretch {
  readonly notice: ReadNotice;
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
  const whole = stretches.filter((stretch) => stretch.whole);
  const once = saidOnce(whole.map(({ notice }) => notice));
  return stretches.flatMap((stretch) => {
    const notice = once[whole.indexOf(stretch)];
    return notice === undefined ? stretch.blocks : noticeBlocks(notice);
  });
}

function noticeBlocks(notice: ReadNotice): readonly SlackBlock[] {
  const mark = notice.muted ? `${MUTED}${MARK[notice.severity]}` : MARK[notice.severity];
  return [
    DIVIDER,
    header(`${mark} ${plain(notice.headline)}`),
    ...sections([notice.where, ...notice.facts].map(plain)),
    ...sections(notice.holders.map(plain)),
    ...(notice.steps.length === 0
      ? []
      : sections(['To do:', ...notice.steps.map((step) => `• ${plain(step)}`)])),
    ...linkSections(notice.links),
  ];
}

function foot({ deployment, group, measuredAt }: ReadAlert): readonly SlackBlock[] {
  return sections([
    `Measured ${plain(measuredAt)} by limits-watchdog ${asPlain(deployment)}, for ${asPlain(group)}.`,
  ]);
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
