import type { SettingName, Settings } from './settings.ts';

/** An output that posts to a webhook from a function of its own, which is made where its parameter is set. */
interface Webhook {
  /** The end of the function's name, and the beginning of those of its stacks: `slack-subscription.yml`. */
  readonly id: string;
  /** The beginning of its resources, parameters and conditions: `SlackWebhookParameter`, `HasSlack`. */
  readonly prefix: string;
  /** Names the SSM parameter that holds the webhook's address; empty where there is no such function. */
  readonly parameter: SettingName;
  /** The KMS key of that parameter. */
  readonly key: SettingName;
  /** Stacks that are in the tooling account's once; `<id>-subscription.yml` is there once a topic. */
  readonly stacks: readonly string[];
}

export const WEBHOOKS: readonly Webhook[] = [
  {
    id: 'slack',
    prefix: 'Slack',
    parameter: 'slackWebhookParameter',
    key: 'slackWebhookKeyArn',
    stacks: ['slack-function-role.yml'],
  },
];

export function isSet({ parameter }: Webhook, settings: Settings): boolean {
  return settings[parameter] !== '';
}

/** What the stacks of all webhooks take from the settings and the topics. */
export function webhookParameters(
  settings: Settings,
  topics: readonly string[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    WEBHOOKS.flatMap(({ prefix, parameter, key }) => [
      [`${prefix}TopicArns`, topics.join(',')],
      [`${prefix}WebhookParameter`, settings[parameter]],
      [`${prefix}WebhookKeyArn`, settings[key]],
    ]),
  );
}
