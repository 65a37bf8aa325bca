import { configuration } from 'limits-watchdog:configuration';

import { sharedHttp } from '../aws/clients.ts';
import { increaseHandler } from './increase/increase-handler.ts';
import { systemClock } from './system-clock.ts';

const endpoint = process.env['AWS_ENDPOINT_URL'];

/** The increase function: `dist/increase/index.mjs`. */
export const handler = increaseHandler(configuration, {
  clock: systemClock,
  http: sharedHttp(),
  chance: Math.random,
  ...(endpoint === undefined ? {} : { endpoint }),
});
