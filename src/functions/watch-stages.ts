import { configuration } from 'limits-watchdog:configuration';

import { stagesHandler } from './distributed/stages-handler.ts';
import { watchProcess } from './watch/process.ts';

/** The watch function of a deployment with the distributed engine: `dist/watch-stages/index.mjs`. */
export const handler = stagesHandler(configuration, watchProcess);
