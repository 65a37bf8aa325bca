import type { WebhookOutput } from '../../webhook/output.ts';
import { SLACK_LIMITS } from './limits.ts';
import { renderSlack } from './words.ts';

/**
 * Any 2xx counts as accepted: Slack answers 200 and `ok`, compatible receivers (Rocket.Chat, Mattermost) another
 * 2xx or body. A retry after a 2xx would post the message twice.
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors
 */
export const slack: WebhookOutput = {
  id: 'slack',
  receiver: 'Slack',
  words: renderSlack,
  isAccepted: ({ status }) => status >= 200 && status < 300,
  wrongAddress: wrongSlackAddress,
  pauseMs: SLACK_LIMITS.pauseMs,
};

const SLACK_HOSTS: ReadonlySet<string> = new Set(['hooks.slack.com', 'hooks.slack-gov.com']);

/**
 * What an address on a Slack host is instead of an incoming webhook (`/services/T…/B…/…`), else undefined. A
 * workflow expects other JSON, and answers 200 without showing ours. Other hosts are not checked.
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 * https://slack.com/help/articles/360041352714-Create-workflows-that-start-with-a-webhook
 */
function wrongSlackAddress({ hostname, pathname }: URL): string | undefined {
  if (!SLACK_HOSTS.has(hostname)) return undefined;
  const [, kind, ...rest] = pathname.split('/');
  if (kind === 'triggers' || kind === 'workflows')
    return "the address of a Slack workflow's webhook";
  const isWhole = rest.length === 3 && rest.every((part) => part !== '');
  return kind === 'services' && isWhole ? undefined : 'no whole address of an incoming webhook';
}
