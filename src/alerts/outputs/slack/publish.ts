import type { WebhookOutput } from '../../webhook/output.ts';
import { SLACK_LIMITS } from './limits.ts';
import { renderSlack } from './words.ts';

/**
 * The output for Slack and compatible receivers. Any 2xx counts as accepted: Slack answers 200 and `ok`,
 * Rocket.Chat and Mattermost another 2xx or body. A retry after a 2xx would post the message twice.
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors
 */
export const slack: WebhookOutput = {
  id: 'slack',
  receiver: 'Slack',
  render: renderSlack,
  isAccepted: ({ status }) => status >= 200 && status < 300,
  wrongAddress: wrongSlackAddress,
  pauseMs: SLACK_LIMITS.pauseMs,
};

const SLACK_HOSTS: ReadonlySet<string> = new Set(['hooks.slack.com', 'hooks.slack-gov.com']);

/**
 * Returns a phrase for an address on a Slack host that is no incoming webhook (`/services/T…/B…/…`); undefined for
 * an incoming webhook and for other hosts. A Slack workflow expects other JSON, and answers 200 without showing ours.
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 * https://slack.com/help/articles/360041352714-Create-workflows-that-start-with-a-webhook
 */
function wrongSlackAddress({ hostname, pathname }: URL): string | undefined {
  if (!SLACK_HOSTS.has(hostname)) return undefined;
  const [, kind, ...rest] = pathname.split('/');
  if (kind === 'triggers' || kind === 'workflows')
    return "the address of a Slack workflow's webhook";
  const isComplete = rest.length === 3 && rest.every((part) => part !== '');
  return kind === 'services' && isComplete ? undefined : 'no whole address of an incoming webhook';
}
