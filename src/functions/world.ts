import type { Context } from 'aws-lambda';

import type { Connection } from '../aws/clients.ts';
import { sharedHttp } from '../aws/clients.ts';
import { systemClock } from './system-clock.ts';

/** The HTTP connections, credentials, clock and randomness of a process. */
export type World = Omit<Connection, 'traffic' | 'signal' | 'gate'>;

export type InvocationContext = Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>;

export function processWorld(): World {
  const endpoint = process.env['AWS_ENDPOINT_URL'];
  return {
    clock: systemClock,
    http: sharedHttp(),
    chance: Math.random,
    ...(endpoint !== undefined && { endpoint }),
  };
}
