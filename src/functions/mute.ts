import { configuration } from 'limits-watchdog:configuration';

import { muteHandler } from './mute/mute-handler.ts';
import { processWorld } from './world.ts';

/** The mute function: `dist/mute/index.mjs`. */
export const handler = muteHandler(configuration, processWorld());
