import type { WebhookOutput } from '../../webhook/output.ts';
import { SLACK_LIMITS } from './limits.ts';
import { renderSlack } from './words.ts';

/**
 * Slack answers 200 and `ok`; compatible receivers (Rocket.Chat, Mattermost) any 2xx with another body. No
 * 2xx is posted again: it would arrive twice in every run.
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
 * What an address of Slack is, if not an incoming webhook (`/services/T…/B…/…`). A workflow takes other JSON,
 * and answers 200 without showing ours. Other hosts are not checked.
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
