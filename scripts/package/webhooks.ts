import type { SettingName, Settings } from './settings.ts';

/** An output that posts to a webhook from its own function, which the stack has when its parameter is set. */
interface Webhook {
  /** The end of the function's name, and the start of its template files, such as `slack-subscription.yml`. */
  readonly id: string;
  /** The start of its resources, parameters and conditions, such as `SlackWebhookParameter` and `HasSlack`. */
  readonly prefix: string;
  /** The setting with the name of the SSM parameter of the webhook's address; empty for no function. */
  readonly parameter: SettingName;
  /** The setting with the KMS key of that SSM parameter. */
  readonly key: SettingName;
  /** The templates that the stack contains once; it contains `<id>-subscription.yml` once for each topic. */
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

/** Returns the template parameters of all webhooks. */
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
