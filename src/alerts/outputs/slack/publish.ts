import type { WebhookOutput } from '../../webhook/output.ts';
import { SLACK_LIMITS } from './limits.ts';
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

const SLACK_HOSTS: ReadonlySet<string> = new Set(['hooks.slack.com', 'hooks.slack-gov.com']);

/**
 * What an address of Slack is, when it is no incoming webhook: `/services/T…/B…/…`. A workflow takes
 * another JSON, and answers 200 to what it does not show. Addresses of other hosts are not judged.
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 * https://slack.com/help/articles/360041352714-Create-workflows-that-start-with-a-webhook
 */
export function wrongSlackAddress({ hostname, pathname }: URL): string | undefined {
  if (!SLACK_HOSTS.has(hostname)) return undefined;
  const [, kind, ...rest] = pathname.split('/');
  if (kind === 'triggers' || kind === 'workflows')
    return "the address of a Slack workflow's webhook";
  const isWhole = rest.length === 3 && rest.every((part) => part !== '');
  return kind === 'services' && isWhole ? undefined : 'no whole address of an incoming webhook';
}
