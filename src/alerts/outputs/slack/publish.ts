import type { WebhookOutput } from '../../webhook/output.ts';
import { SLACK_LIMITS } from './limits.ts';
import { wrongSlackAddress } from './address.ts';
import { renderSlack } from './words.ts';

/**
 * A Slack incoming webhook answers 200 and `ok`; what speaks the same protocol (Rocket.Chat, Mattermost)
 * answers any 2xx with a body of its own. No 2xx is posted again: a message that arrives twice at every
 * run is worse than an unknown body.
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors
 */
export const slack: WebhookOutput = {
  id: 'slack',
  receiver: 'Slack',
  words: renderSlack,
  isTaken: ({ status }) => status >= 200 && status < 300,
  wrongAddress: wrongSlackAddress,
  pauseMs: SLACK_LIMITS.pauseMs,
};
