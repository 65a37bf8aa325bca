import { configuration } from 'limits-watchdog:configuration';

import { increaseHandler } from './increase/increase-handler.ts';
import { processWorld } from './world.ts';

/** The increase function: `dist/increase/index.mjs`. */
export const handler = increaseHandler(configuration, processWorld());
