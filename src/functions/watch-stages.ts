import { configuration } from 'limits-watchdog:configuration';

import { stepsHandler } from './distributed/steps-handler.ts';
import { watchProcess } from './watch/process.ts';

/** The watch function of a deployment with the distributed engine: `dist/watch-stages/index.mjs`. */
export const handler = stepsHandler(configuration, watchProcess);
