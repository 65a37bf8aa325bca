import { Logger } from '@aws-lambda-powertools/logger';

import { webhookReader } from '../../alerts/webhook/address.ts';
import type { WebhookOutput } from '../../alerts/webhook/output.ts';
import { webhookPoster } from '../../alerts/webhook/post.ts';
import { TrafficMeter } from '../../aws/traffic.ts';
import { region } from '../../model/aws-ids.ts';
import { processWorld } from '../world.ts';
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
  const world = processWorld();
  return webhookHandler(output, {
    clock: world.clock,
    logger: new Logger({ serviceName: `limits-watchdog-${output.id}` }),
    post: webhookPoster(output, world.clock),
    readWebhook: webhookReader(
      { ...world, traffic: new TrafficMeter() },
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
