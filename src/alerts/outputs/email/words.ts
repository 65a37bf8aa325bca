import type { DigestContext } from '../../words/context.ts';
import { INCOMPLETE_SENTENCE, isIncomplete } from '../../words/context.ts';
import type { Part } from '../../words/headline.ts';
import { headlineOf } from '../../words/notice.ts';
import type { NoticeWords } from '../../words/notice-words.ts';
import { asPlain } from '../../../text/plain.ts';
import { counted } from '../../../text/quantities.ts';
import { utcText } from '../../../text/times.ts';

/** One notice for a narrow screen: what and where first, then short paragraphs, no tables. */
export function emailBlock(words: NoticeWords): string {
  const { where, facts, holders, steps, links } = words;
  return [
    [headlineOf(words), where],
    facts,
    holders,
    steps.length === 0 ? [] : ['To do:', ...steps.map((step) => `- ${step}`)],
    links.map(({ label, url }) => `${label}:\n${url}`),
  ]
    .filter((paragraph) => paragraph.length > 0)
    .map((paragraph) => paragraph.join('\n'))
    .join('\n\n');
}

/** Several notices may be one block; people see the blocks. */
export interface Tally {
  readonly notices: number;
  readonly blocks: number;
}

/** The whole text of one message, with what it holds and what all parts hold. */
export function emailText(
  context: DigestContext,
  group: string,
  subject: string,
  part: Part,
  blocks: readonly string[],
  { here, inAll }: { readonly here: Tally; readonly inAll: Tally },
): string {
  const which =
    part.of > 1 ? `, part ${part.number} of ${part.of} (${tallyText(inAll)} in all)` : '';
  return `${[
    subject,
    ...(context.purpose === 'test'
      ? ['This is a TEST. Nothing in it has happened, and nobody has to do anything.']
      : []),
    `${tallyText(here)} for ${asPlain(group)}${which}, worst first.`,
    ...(isIncomplete(context.status) ? [INCOMPLETE_SENTENCE] : []),
    '',
    ...blocks.flatMap((block) => [RULE, '', block, '']),
    RULE,
    '',
    ...footer(context),
  ].join('\n')}\n`;
}

/** `7 notices in 4 blocks`; the blocks only where they are fewer. */
function tallyText({ notices, blocks }: Tally): string {
  const some = counted(notices, 'notice');
  return blocks === notices ? some : `${some} in ${counted(blocks, 'block')}`;
}

const RULE = '--------------------';

function footer({ deployment, runId, measuredAt, report }: DigestContext): readonly string[] {
  return [
    `Measured ${utcText(measuredAt)} by limits-watchdog ${asPlain(deployment)}.`,
    `Run ${asPlain(runId)}.`,
    ...(report === undefined ? [] : [`${report.label}: ${report.url}`]),
  ];
}
