import { configuration } from 'limits-watchdog:configuration';

import { sharedHttp } from '../aws/clients.ts';
import { muteHandler } from './mute/mute-handler.ts';
import { systemClock } from './system-clock.ts';

const endpoint = process.env['AWS_ENDPOINT_URL'];

/** The mute function: `dist/mute/index.mjs`. */
export const handler = muteHandler(configuration, {
  clock: systemClock,
  http: sharedHttp(),
  chance: Math.random,
  ...(endpoint === undefined ? {} : { endpoint }),
});
