import { describe, expect, it } from 'vitest';

import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/model/time.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { FunctionWorld } from '../sandbox/world/functions.ts';
import { sized } from '../size.ts';
import {
  callsOf,
  day,
  DEV,
  functionsOf,
  KEY,
  reported,
  RUN,
  runAt,
  runs,
  storedText,
  storeReadings,
  sum,
  withFunctions,
} from './reading-runs.ts';
import { START, watchOnce } from './run-watch.ts';

/** The number of calls of runs that can use what earlier runs have read, counted in the sandbox's call log. */

/** Returns the pages of a listing of all versions with `$LATEST`, 50 a page. */
const pagesOf = (functions: number, versions: number) =>
  Math.ceil((functions * (versions + 1)) / 50);

describe('four runs of a day in which no version changed', () => {
  const worlds = sized(
    [{ functions: 20, versions: 4, aliases: 1, share: 0.45, days: 1 }],
    [
      { functions: 200, versions: 4, aliases: 1, share: 0.45, days: 2 },
      { functions: 200, versions: 10, aliases: 2, share: 0.45, days: 2 },
      { functions: 200, versions: 16, aliases: 1, share: 0.45, days: 2 },
      // In this world the version list, which every run needs, is 0.3 of the calls.
      { functions: 200, versions: 20, aliases: 1, share: 0.48, days: 2 },
    ],
  );

  it.each(worlds)(
    'list all versions, and read the aliases once: $functions functions of $versions versions',
    async ({ functions, versions, aliases, share, days }) => {
      const sandbox = withFunctions(functionsOf(functions, versions, aliases));
      const first = await runAt(sandbox, Date.parse(START));
      const listing = 1 + pagesOf(functions, versions);
      expect(first).toMatchObject({ lambda: listing + functions, aliases: functions, quotas: 1 });
      for (let of = 0; of < days; of += 1) {
        const later = await runs(sandbox, 4, day(of, 6));
        expect(sum(later, 'lambda')).toBe(4 * listing + functions);
        expect(sum(later, 'lambda') / (4 * first.lambda)).toBeLessThanOrEqual(share);
        // Each run reads one object of earlier readings, and writes it only when it read something new.
        expect(sum(later, 'reads')).toBe(4);
        expect(sum(later, 'writes')).toBeLessThanOrEqual(2);
        expect(sum(later, 'quotas')).toBeLessThanOrEqual(1);
      }
    },
  );
});

describe('the aliases of a function', () => {
  const two = () => withFunctions(functionsOf(2, 6, 1));
  const ofDev = (sandbox: Sandbox) => sandbox.change({ account: DEV, region: 'eu-west-1' });
  const changes: readonly (readonly [string, (sandbox: Sandbox) => void])[] = [
    ['a version was published', (sandbox) => ofDev(sandbox).publishVersion('service-0')],
    ['a version was deleted', (sandbox) => ofDev(sandbox).deleteVersion('service-0', 2)],
    [
      'it was deleted and made again with the same name and number of versions',
      (sandbox) => {
        ofDev(sandbox).deleteFunction('service-0');
        const [{ aliases: _, ...again }] = functionsOf(1, 6, 1) as [FunctionWorld];
        ofDev(sandbox).createFunction({ ...again, versions: '7-12' });
      },
    ],
  ];

  it.each(sized(changes.slice(-1), changes))(
    'are read in the same run and the next one when %s',
    async (_, change) => {
      const sandbox = two();
      expect((await runAt(sandbox, day(0))).aliases).toBe(2);
      change(sandbox);
      expect((await runs(sandbox, 3, day(0, 2))).map(({ aliases }) => aliases)).toEqual([1, 1, 0]);
    },
  );

  it('are read again in the run after they have moved', async () => {
    const sandbox = two();
    await runAt(sandbox, day(0));
    ofDev(sandbox).moveAlias('service-0', 'live-0', '2');
    const aliases = (await runs(sandbox, 6, day(0, 6))).map((one) => one.aliases);
    expect(aliases).toEqual([0, 0, 2, 1, 0, 0]);
  });

  it('are reused for 18 hours of scheduled time, and no longer', async () => {
    const sandbox = withFunctions(functionsOf(2, 6, 1), '2026-11-22T00:00:10Z');
    expect((await runAt(sandbox, Date.parse('2026-11-22T00:00:10Z'))).aliases).toBe(2);
    const in18Hours = Date.parse('2026-11-22T18:00:10Z');
    expect((await runAt(sandbox, in18Hours, 40 * SECOND_MS)).aliases).toBe(0);
    expect((await runAt(sandbox, in18Hours + HOUR_MS)).aliases).toBe(2);
    const late = withFunctions(functionsOf(2, 6, 1), '2026-11-22T00:00:10Z');
    await runAt(late, Date.parse('2026-11-22T00:00:10Z'));
    expect((await runAt(late, in18Hours, 16 * MINUTE_MS)).aliases).toBe(2);
  });

  it('that were read before a run failed are not read again by the next one', async () => {
    const sandbox = withFunctions(functionsOf(20, 6, 1));
    sandbox.faults.add({
      match: { operation: 'ListAliases', resource: '*service-9' },
      times: 1,
      effect: { kind: 'access denied' },
    });
    await runAt(sandbox, day(0));
    const { aliases } = await runAt(sandbox, day(0, 6));
    expect(aliases).toBeLessThan(16);
    expect((await runAt(sandbox, day(0, 12))).aliases).toBe(0);
  });
});

describe('old versions by aliases of an earlier run', () => {
  const CEILING = { limits: { 'lambda-old-versions': { ceiling: 12 } } };
  /** Each alias keeps its version and the one below it: 2 × 1 of 6 versions are old, or 2 × 3 without aliases. */
  const world = () =>
    functionsOf(2, 6, 1).map((one) => ({ ...one, aliases: [{ name: 'live', version: '3' }] }));
  const OLD_VERSIONS = 'lambda-old-versions';

  it('have the time of the read in the report and on its page', async () => {
    const sandbox = withFunctions(world());
    await runAt(sandbox, day(0), 0, CEILING);
    expect(reported(sandbox, OLD_VERSIONS).inventory.aliasesReadAt).toBeUndefined();
    await runAt(sandbox, day(0, 6), 0, CEILING);
    const { used, inventory, notCovered } = reported(sandbox, OLD_VERSIONS);
    expect(used).toBe(2);
    expect(inventory.aliasesReadAt).toMatch(/^2026-11-22T06:00:0\dZ$/);
    expect(notCovered).toContain('as read at 2026-11-22 06:00 UTC or later');
  });

  it('are counted by current aliases when they could otherwise reach a threshold', async () => {
    const sandbox = withFunctions(world());
    const near = { limits: { 'lambda-old-versions': { ceiling: 6 } } };
    await runAt(sandbox, day(0), 0, near);
    for (const name of ['service-0', 'service-1']) {
      sandbox.change({ account: DEV, region: 'eu-west-1' }).deleteAlias(name, 'live');
    }
    const { aliases } = await runAt(sandbox, day(0, 6), 0, near);
    expect(aliases).toBe(2);
    expect(reported(sandbox, OLD_VERSIONS)).toMatchObject({ used: 6, state: 'warn' });
    expect(reported(sandbox, OLD_VERSIONS).inventory.aliasesReadAt).toBeUndefined();
  });
});

describe('stored readings', () => {
  const changed = (change: Readonly<Record<string, unknown>>) => (text: string) =>
    JSON.stringify({ ...JSON.parse(text), ...change });
  const damages: readonly (readonly [string, (text: string) => string])[] = [
    ['is no JSON', (text) => text.slice(1)],
    ['is of a later release', changed({ version: 2 })],
    ['is of another account', changed({ account: '333333333333' })],
    [
      'has a time from the future',
      (text) => text.replaceAll(/"readAt":17\d{11}/g, '"readAt":2000000000000'),
    ],
  ];

  it.each(sized(damages.slice(-1), damages))(
    'are ignored and replaced when the object %s',
    async (_, damage) => {
      const sandbox = withFunctions(functionsOf(2, 6, 1));
      await runAt(sandbox, day(0));
      storeReadings(sandbox, damage(storedText(sandbox, KEY)));
      expect(await runAt(sandbox, day(0, 6))).toMatchObject({ aliases: 2, writes: 1 });
      expect((await runAt(sandbox, day(0, 12))).aliases).toBe(0);
    },
  );

  it('are replaced by new reads in each run when S3 denies them, and no run fails', async () => {
    const sandbox = withFunctions(functionsOf(2, 6, 1));
    sandbox.faults.add({
      match: { service: 's3', resource: `*${KEY}` },
      times: 'always',
      effect: { kind: 'access denied' },
    });
    const made = await runs(sandbox, 2, day(0));
    expect(made.map(({ aliases, quotas }) => [aliases, quotas])).toEqual([
      [2, 1],
      [2, 1],
    ]);
  });

  it('are those of one run when two runs overlap', async () => {
    const sandbox = withFunctions(functionsOf(2, 6, 1));
    const event = { watch: true };
    await Promise.all(
      ['a', 'b'].map((requestId) => watchOnce(sandbox, { ...RUN, event, requestId })),
    );
    expect((await runAt(sandbox, day(0, 6))).aliases).toBe(0);
  });

  it('are not used or changed by a check', async () => {
    const sandbox = withFunctions(functionsOf(2, 6, 1));
    await runAt(sandbox, day(0));
    sandbox.calls.clear();
    await watchOnce(sandbox, { ...RUN, event: { check: true }, requestId: 'check' });
    expect(callsOf(sandbox)).toMatchObject({ reads: 0, writes: 0, aliases: 2, quotas: 1 });
  });
});
