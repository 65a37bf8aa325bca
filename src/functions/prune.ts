import { configuration } from 'limits-watchdog:configuration';
import { organisationAsker } from 'limits-watchdog:organisation';

import { sharedHttp } from '../aws/clients.ts';
import { pruneHandler } from './prune/prune-handler.ts';
import { sha256 } from './prune/prune-digest.ts';
import { systemClock } from './system-clock.ts';

const endpoint = process.env['AWS_ENDPOINT_URL'];

/** The prune function: `dist/prune/index.mjs`. */
export const handler = pruneHandler(configuration, {
  clock: systemClock,
  http: sharedHttp(),
  chance: Math.random,
  digest: sha256,
  ...(endpoint === undefined ? {} : { endpoint }),
  ...(organisationAsker === undefined ? {} : { organisationAsker }),
});
