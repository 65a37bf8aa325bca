import type { WebhookOutput } from '../../webhook/output.ts';
import { SLACK_LIMITS } from './limits.ts';
import { renderSlack } from './words.ts';

/** A Slack incoming webhook answers 200 and `ok`, or else does not have the message. */
export const slack: WebhookOutput = {
  id: 'slack',
  receiver: 'Slack',
  words: renderSlack,
  isTaken: ({ status, body }) => status === 200 && body === 'ok',
  pauseMs: SLACK_LIMITS.pauseMs,
};
