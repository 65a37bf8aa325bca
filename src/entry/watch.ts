import { configuration } from 'limits-watchdog:configuration';
import { discoverer } from 'limits-watchdog:discovery';

import { sharedHttp } from '../aws/clients.ts';
import { systemClock } from './system-clock.ts';
import { watchHandler } from './watch-handler.ts';

const endpoint = process.env['AWS_ENDPOINT_URL'];

/** The watch function: `dist/watch/index.mjs`. */
export const handler = watchHandler(configuration, {
  clock: systemClock,
  http: sharedHttp(),
  chance: Math.random,
  writeLine: (line) => console.log(line),
  ...(endpoint === undefined ? {} : { endpoint }),
  ...(discoverer === undefined ? {} : { discoverer }),
});
