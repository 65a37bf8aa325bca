import { SLACK_LIMITS } from '../../../../src/alerts/outputs/slack/limits.ts';
import type { Mrkdwn, PlainText, SlackBlock } from '../../../../src/alerts/outputs/slack/blocks.ts';
import type { SlackPayload } from '../../../../src/alerts/outputs/slack/words.ts';
import { renderSlack } from '../../../../src/alerts/outputs/slack/words.ts';
import { renderDigest } from '../../../../src/alerts/topic/message.ts';
import { INCOMPLETE_SENTENCE } from '../../../../src/alerts/words/context.ts';
import { controlFaults, lengthFaults, type Receiver } from '../receiver.ts';

/**
 * Limits of https://docs.slack.dev/reference/block-kit/blocks; the total is the smallest that was observed to fail.
 */
const SLACK = {
  blocks: 50,
  header: 150,
  section: 3_000,
  field: 2_000,
  label: 75,
  url: 3_000,
  total: 13_200,
};
/** The only markup that a message may contain: a command as inline code. */
const OUR_CODE = /^(?:Run|Mute): `[^`<>&\n]+`$/;

/** Slack refuses messages over its limits, and interprets `<`, `>` and `&` in every text. */
export const slack: Receiver = {
  output: 'slack',
  limits: SLACK_LIMITS,
  names: 'every account',
  receive: (digest, context) =>
    renderDigest(digest, context)
      .flatMap(({ json, subject }) => renderSlack(json, subject))
      .map((payload) => {
        const text = [payload.text, ...textsOf(payload)].join('\n');
        return {
          faults: [...lengths(payload), ...marks(payload), ...controlFaults(text)],
          text: textsOf(payload).join('\n'),
          saysIncomplete: text.includes(INCOMPLETE_SENTENCE),
        };
      }),
};

/** Returns the texts that a block shows. */
function shownIn(block: SlackBlock): readonly (PlainText | Mrkdwn)[] {
  if ('fields' in block) return block.fields;
  if ('elements' in block) return block.elements.map(({ text }) => text);
  return 'text' in block ? [block.text] : [];
}

export function textsOf({ blocks }: SlackPayload): readonly string[] {
  return blocks.flatMap((block) => shownIn(block).map(({ text }) => text));
}

/** Returns the lengths that exceed Slack's limits. */
export function lengths(payload: SlackPayload): readonly string[] {
  const { blocks } = payload;
  return [
    ...(blocks.length > SLACK.blocks ? [`${blocks.length} blocks`] : []),
    ...lengthFaults('the payload', textsOf(payload).join(''), SLACK.total),
    ...blocks.flatMap((block) =>
      shownIn(block).flatMap(({ text }) => lengthFaults(block.type, text, mostOf(block))),
    ),
    ...blocks.flatMap((block) =>
      'elements' in block
        ? block.elements.flatMap(({ url }) => [
            ...lengthFaults('an address', url, SLACK.url),
            ...(/^https:\/\/[^<>|\s]+$/.test(url) ? [] : [`${url} is no address`]),
          ])
        : [],
    ),
  ];
}

function mostOf(block: SlackBlock): number {
  if ('fields' in block) return SLACK.field;
  if ('elements' in block) return SLACK.label;
  return block.type === 'header' ? SLACK.header : SLACK.section;
}

/** Returns the characters that Slack would interpret as markup. */
export function marks(payload: SlackPayload): readonly string[] {
  const shown = [
    { type: 'plain_text', text: payload.text },
    ...payload.blocks.flatMap((block) => shownIn(block)),
  ];
  return shown.flatMap(({ type, text }) => {
    if (type === 'mrkdwn') return OUR_CODE.test(text) ? [] : [`${text} is read as a mark`];
    const found = /[<>]|&(?!amp;|lt;|gt;)/.exec(text);
    return found === null ? [] : [`${found[0]} is read as a mark`];
  });
}
