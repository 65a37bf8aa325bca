import { SLACK_LIMITS } from '../../../../src/alerts/outputs/slack/limits.ts';
import type { SlackPayload } from '../../../../src/alerts/outputs/slack/words.ts';
import { renderSlack } from '../../../../src/alerts/outputs/slack/words.ts';
import { renderDigest } from '../../../../src/alerts/topic/message.ts';
import { INCOMPLETE_SENTENCE } from '../../../../src/alerts/words/context.ts';
import { controlFaults, lengthFaults, type Receiver } from '../receiver.ts';

/** https://docs.slack.dev/reference/block-kit/blocks; the total is the least that was seen to fail. */
const SLACK = { blocks: 50, header: 150, section: 3_000, total: 13_200 };
/** The only mark that a message may hold: a link to a page of AWS. */
const OUR_LINK = /<https:\/\/[a-z0-9.-]+\.aws\.amazon\.com[^<>|\s]*\|[\w -]+>/g;

/** Slack refuses a payload beyond its limits, and reads `<`, `>` and `&` in every text. */
export const slack: Receiver = {
  output: 'slack',
  limits: SLACK_LIMITS,
  names: 'every notice',
  receive: (digest, context) =>
    renderDigest(digest, context)
      .flatMap(({ json, subject }) => renderSlack(json, subject))
      .map((payload) => {
        const text = [payload.text, ...textsOf(payload)].join('\n');
        return {
          faults: [...lengths(payload), ...marks(text), ...controlFaults(text)],
          text: textsOf(payload).join('\n'),
          saysIncomplete: text.includes(INCOMPLETE_SENTENCE),
        };
      }),
};

function textsOf({ blocks }: SlackPayload): readonly string[] {
  return blocks.flatMap((block) => ('text' in block ? [block.text.text] : []));
}

function lengths(payload: SlackPayload): readonly string[] {
  const { blocks } = payload;
  return [
    ...(blocks.length > SLACK.blocks ? [`${blocks.length} blocks`] : []),
    ...lengthFaults('the payload', textsOf(payload).join(''), SLACK.total),
    ...blocks.flatMap((block) =>
      'text' in block ? lengthFaults(block.type, block.text.text, SLACK[block.type]) : [],
    ),
  ];
}

function marks(text: string): readonly string[] {
  const found = /[<>]|&(?!amp;|lt;|gt;)/.exec(text.replace(OUR_LINK, ''));
  return found === null ? [] : [`${found[0]} is read as a mark`];
}
