import { inParts } from '../../partition.ts';
import { counted } from '../../../text/quantities.ts';
import { asPlain, plain, shortened } from '../../../text/plain.ts';
import type { ReadAlert, ReadNotice } from '../json/read.ts';
import { readAlert } from '../json/read.ts';
import { indexLines } from '../../words/index-lines.ts';
import { todoLines } from '../../words/notice-words.ts';
import { withoutRepetitions } from '../../words/repetitions.ts';
import { selectAlerts } from '../../words/index-lines.ts';
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
import { escaped } from '../../../text/plain.ts';

/** https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks */
export interface SlackPayload {
  /** For notifications and screen readers. */
  readonly text: string;
  readonly mrkdwn: false;
  readonly unfurl_links: false;
  readonly blocks: readonly SlackBlock[];
}

/** Reserved for head and foot. */
const FRAME = { blocks: 10, characters: 1_500 };
/** Characters of the first message for the index. */
const INDEX_CHARACTERS = 6_000;
/** Limits of a payload for its notices. */
const CAPS = [SLACK_LIMITS.blocks - FRAME.blocks, SLACK_LIMITS.total - FRAME.characters] as const;
const LONGEST_FALLBACK = 300;
/** Characters of a message that is not understood. */
const LONGEST_RAW = 6_000;

/** Severity by shape and colour, beside its word. */
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
 * The payloads of one alert, in order. A body that cannot be read is shown as it came, under the subject of
 * its SNS message.
 */
export function renderSlack(json: string, subject: string): readonly SlackPayload[] {
  const reading = readAlert(json);
  if (!reading.understood) return [notUnderstood(json, subject, reading.why)];
  const { alert } = reading;
  const { inFull, indexed } =
    alert.part === 1 ? selectAlerts(alert.notices) : { inFull: [], indexed: alert.notices };
  const head: Stretch = { whole: false, blocks: [...headBlocks(alert), ...indexBlocks(indexed)] };
  const stretches = [head, ...inFull.flatMap(stretchesOf)];
  const all = inParts(
    stretches.map((item) => ({ item, costs: [item.blocks.length, charactersOf(item.blocks)] })),
    CAPS,
  );
  // An index has all of many alerts; of a few, none is left out.
  const parts = indexed.length === alert.notices.length ? all.slice(0, SLACK_LIMITS.messages) : all;
  return parts.map((those, at) => {
    const which = parts.length > 1 ? ` (message ${at + 1} of ${parts.length})` : '';
    const again = `${shortened(plain(alert.subject), LONGEST_FALLBACK)}${which}`;
    return payload(`${alert.subject}${which}`, [
      ...(at > 0 ? sections([again, ...incompleteLines(alert)]) : []),
      ...blocksOf(those),
      ...(at === parts.length - 1 ? foot(alert) : []),
    ]);
  });
}

function headBlocks(alert: ReadAlert): readonly SlackBlock[] {
  const { notices } = alert;
  const title = `${counted(notices.length, 'alert')} for ${asPlain(alert.group)}, worst first.`;
  return sections([
    ...(alert.test ? ['This is a TEST. Nothing in it has happened.'] : []),
    ...(notices.length === 1 ? [] : [title]),
    ...incompleteLines(alert),
  ]);
}

function indexBlocks(indexed: readonly ReadNotice[]): readonly SlackBlock[] {
  const entries = indexed.map(({ index }) => index);
  const room = { most: INDEX_CHARACTERS, sizeOf: (text: string) => escaped(text).length };
  return sections(indexLines(entries, room).map(plain));
}

function incompleteLines({ status }: ReadAlert): readonly string[] {
  return isIncomplete(status) ? [INCOMPLETE_SENTENCE] : [];
}

/** A part of a notice in one message: all of it, unless it exceeds a message. */
interface Stretch {
  /** Absent for the head of all notices. */
  readonly notice?: ReadNotice;
  readonly whole: boolean;
  readonly blocks: readonly SlackBlock[];
}

function stretchesOf(notice: ReadNotice): readonly Stretch[] {
  const pieces = noticeBlocks(notice).map((item) => ({ item, costs: [1, charactersOf([item])] }));
  const groups = inParts(pieces, CAPS);
  return groups.map((blocks) => ({ notice, whole: groups.length === 1, blocks }));
}

function blocksOf(stretches: readonly Stretch[]): readonly SlackBlock[] {
  const whole = stretches.flatMap(({ notice, whole: isWhole }) => (isWhole && notice) || []);
  const shown = withoutRepetitions(whole);
  return stretches.flatMap(({ notice, blocks }) => {
    const once = notice && shown[whole.indexOf(notice)];
    return once === undefined ? blocks : noticeBlocks(once);
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
    ...sections(todoLines(notice.steps.map(plain), '•')),
    ...linkButtons(notice.links),
    ...(notice.mute === undefined ? [] : codeSection('Mute', notice.mute)),
  ];
}

function foot(alert: ReadAlert): readonly SlackBlock[] {
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
