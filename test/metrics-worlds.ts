import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { METRICS_PROM } from '../src/report/keep.ts';
import { isBytes } from './sandbox/wire/message.ts';
import type { Observer } from './sandbox/observers.ts';

/** The time of the run. Metrics that differ only in it are written once. */
const TIME = /^(limits_watchdog_run_timestamp_seconds\{.*\}) \d.*$/m;

const folder = process.env['METRICS_WORLDS'];
const known = new Set<string>();

/**
 * Writes the metrics of each simulated run to the folder `METRICS_WORLDS`, without duplicates, so that promtool can
 * check them.
 */
export const metricsKeeper: Observer = {
  onRequest({ service, operation, input: { Key: key, Body: body } }) {
    if (folder === undefined || service !== 's3' || operation !== 'PutObject') return;
    if (typeof key !== 'string' || !key.endsWith(`/${METRICS_PROM}`) || !isBytes(body)) return;
    const text = new TextDecoder().decode(body);
    const name = createHash('sha256').update(text.replace(TIME, '$1')).digest('hex');
    if (known.has(name)) return;
    known.add(name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${name}.prom`), text);
  },
};
