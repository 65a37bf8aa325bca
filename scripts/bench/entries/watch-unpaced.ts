import { configuration } from 'limits-watchdog:configuration';
import type { Context } from 'aws-lambda';

import { sharedHttp } from '../../../src/aws/clients.ts';
import { systemClock } from '../../../src/functions/system-clock.ts';
import { watchHandler } from '../../../src/functions/watch/handler.ts';
import { writeUsage } from './usage.ts';

/** A rate that never slows a request. Use it only against a simulated AWS without rate limits. */
const REQUESTS_PER_SECOND = 1_000_000;

const watch = watchHandler(configuration, {
  clock: systemClock,
  http: sharedHttp(),
  chance: Math.random,
  writeLine: (line) => console.log(line),
  requestsPerSecond: REQUESTS_PER_SECOND,
  endpoint: process.env['AWS_ENDPOINT_URL'] ?? '',
});

/** The watch function without its request rate, which the product itself cannot lift. */
export const handler = async (event: unknown, context: Context): Promise<unknown> => {
  try {
    return await watch(event, context);
  } finally {
    writeUsage();
  }
};
