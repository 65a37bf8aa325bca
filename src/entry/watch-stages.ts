import { configuration } from 'limits-watchdog:configuration';
import { discoverer } from 'limits-watchdog:discovery';

import { sharedHttp } from '../aws/clients.ts';
import { stagesHandler } from './stages-handler.ts';
import { systemClock } from './system-clock.ts';

const endpoint = process.env['AWS_ENDPOINT_URL'];

/** The watch function of a deployment with the distributed engine: `dist/watch-stages/index.mjs`. */
export const handler = stagesHandler(configuration, {
  clock: systemClock,
  http: sharedHttp(),
  chance: Math.random,
  writeLine: (line) => console.log(line),
  ...(endpoint === undefined ? {} : { endpoint }),
  ...(discoverer === undefined ? {} : { discoverer }),
});
