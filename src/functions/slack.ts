import { Logger } from '@aws-lambda-powertools/logger';

import { sharedHttp } from '../aws/clients.ts';
import { webhookReader } from '../alerts/outputs/slack/webhook.ts';
import { slackPoster } from '../alerts/outputs/slack/post.ts';
import { TrafficMeter } from '../aws/traffic.ts';
import { region } from '../model/aws-ids.ts';
import { slackHandler } from './slack/slack-handler.ts';
import { systemClock } from './system-clock.ts';

const endpoint = process.env['AWS_ENDPOINT_URL'];

/** The Slack function: `dist/slack/index.mjs`. */
export const handler = slackHandler({
  clock: systemClock,
  logger: new Logger({ serviceName: 'limits-watchdog-slack' }),
  post: slackPoster(systemClock),
  readWebhook: webhookReader(
    {
      clock: systemClock,
      http: sharedHttp(),
      traffic: new TrafficMeter(),
      chance: Math.random,
      ...(endpoint === undefined ? {} : { endpoint }),
    },
    region(required('AWS_REGION')),
    required('SLACK_WEBHOOK_PARAMETER'),
  ),
});

function required(variable: string): string {
  const value = process.env[variable];
  if (value === undefined || value === '') throw new Error(`${variable} is not set`);
  return value;
}
