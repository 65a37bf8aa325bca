import { configuration } from 'limits-watchdog:configuration';

import { sharedHttp } from '../aws/clients.ts';
import { planCollector } from './plan-collector.ts';
import { planHandler } from './plan-handler.ts';
import { sha256 } from './prune-digest.ts';
import { systemClock } from './system-clock.ts';

const endpoint = process.env['AWS_ENDPOINT_URL'];

/** The plan function: `dist/plan/index.mjs`. */
export const handler = planHandler(configuration, {
  clock: systemClock,
  http: sharedHttp(),
  chance: Math.random,
  digest: sha256,
  collector: planCollector(configuration),
  ...(endpoint === undefined ? {} : { endpoint }),
});
