import { configuration } from 'limits-watchdog:configuration';

import { watchHandler } from './watch/handler.ts';
import { watchProcess } from './watch/process.ts';

/** The watch function: `dist/watch/index.mjs`. */
export const handler = watchHandler(configuration, watchProcess);
