import { discoverer } from 'limits-watchdog:discovery';
import { eventSender } from 'limits-watchdog:events';

import { sharedHttp } from '../../aws/clients.ts';
import { systemClock } from '../system-clock.ts';
import type { WatchEnvironment } from './handler.ts';

const endpoint = process.env['AWS_ENDPOINT_URL'];

/** The world around the watch function in its own process, whichever engine it is deployed with. */
export const watchProcess: WatchEnvironment = {
  clock: systemClock,
  http: sharedHttp(),
  chance: Math.random,
  writeLine: (line) => console.log(line),
  ...(endpoint === undefined ? {} : { endpoint }),
  ...(discoverer === undefined ? {} : { discoverer }),
  ...(eventSender === undefined ? {} : { eventSender }),
};
