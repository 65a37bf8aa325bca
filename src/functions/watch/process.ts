import { discoverer } from 'limits-watchdog:discovery';
import { eventSender } from 'limits-watchdog:events';

import { processWorld } from '../world.ts';
import type { WatchEnvironment } from './invocation.ts';

/** The environment of the watch function, with and without the distributed engine. */
export const watchProcess: WatchEnvironment = {
  ...processWorld(),
  writeLine: (line) => console.log(line),
  ...(discoverer !== undefined && { discoverer }),
  ...(eventSender !== undefined && { eventSender }),
};
