import { configuration } from 'limits-watchdog:configuration';
import { organisationAsker } from 'limits-watchdog:organisation';

import { pruneHandler } from './prune/prune-handler.ts';
import { sha256 } from './prune/prune-digest.ts';
import { processWorld } from './world.ts';

/** The prune function: `dist/prune/index.mjs`. */
export const handler = pruneHandler(configuration, {
  ...processWorld(),
  hash: sha256,
  ...(organisationAsker !== undefined && { organisationAsker }),
});
