import { Logger } from '@aws-lambda-powertools/logger';

import { webhookReader } from '../../alerts/webhook/address.ts';
import type { WebhookOutput } from '../../alerts/webhook/output.ts';
import { webhookPoster } from '../../alerts/webhook/post.ts';
import { sharedHttp } from '../../aws/clients.ts';
import { TrafficMeter } from '../../aws/traffic.ts';
import { region } from '../../model/aws-ids.ts';
import { systemClock } from '../system-clock.ts';
import { webhookHandler } from './webhook-handler.ts';

/**
 * The handler of an output, with the process around it.
 * @param parameterVariable the environment variable that names the SSM parameter with the webhook's address
 * @throws Error where a variable is not set
 */
export function webhookFunction(
  output: WebhookOutput,
  parameterVariable: string,
): ReturnType<typeof webhookHandler> {
  const endpoint = process.env['AWS_ENDPOINT_URL'];
  return webhookHandler(output, {
    clock: systemClock,
    logger: new Logger({ serviceName: `limits-watchdog-${output.id}` }),
    post: webhookPoster(output, systemClock),
    readWebhook: webhookReader(
      {
        clock: systemClock,
        http: sharedHttp(),
        traffic: new TrafficMeter(),
        chance: Math.random,
        ...(endpoint === undefined ? {} : { endpoint }),
      },
      region(required('AWS_REGION')),
      output,
      required(parameterVariable),
    ),
  });
}

function required(variable: string): string {
  const value = process.env[variable];
  if (value === undefined || value === '') throw new Error(`${variable} is not set`);
  return value;
}
