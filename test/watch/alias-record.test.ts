import { describe, expect, it } from 'vitest';

import { day, DEV, functionsOf, runAt, storedText, withFunctions } from './reading-runs.ts';

/** The record of each alias's versions, which pruning reads, while runs read the aliases less often. */

const KEY = `${DEV}/eu-west-1/service-0`;
const recordIn = (sandbox: ReturnType<typeof withFunctions>) => {
  const state = JSON.parse(storedText(sandbox, 'limits-watchdog/state.json'));
  return { records: state.aliases[KEY], readOn: state.aliasesReadOn[KEY] };
};

describe("the record of each alias's versions", () => {
  it('has every day with a run, at any hour', async () => {
    const sandbox = withFunctions(functionsOf(1, 6, 1));
    // At 06:00 and 12:00, at 00:00 and 18:00 of the next day, and late on the third day.
    for (const hours of [0, 6, 18, 36, 64]) await runAt(sandbox, day(0, hours));
    const days = { firstDay: '2026-11-22', lastDay: '2026-11-24' };
    expect(recordIn(sandbox)).toEqual({
      records: [{ alias: 'live-0', versions: [6], revision: expect.any(String), ...days }],
      readOn: days,
    });
  });

  it('has the readings of a run that could not save, once a later run of that day can save', async () => {
    const sandbox = withFunctions(functionsOf(1, 6, 1));
    const remove = sandbox.faults.add({
      match: { service: 's3', operation: 'PutObject', resource: '*state.json' },
      times: 'always',
      effect: { kind: 'access denied' },
    });
    expect(await failing(() => runAt(sandbox, day(0)))).toBe(true);
    expect(storedText(sandbox, 'limits-watchdog/state.json')).toBe('');
    sandbox.faults.clear();
    void remove;
    const { aliases } = await runAt(sandbox, day(0, 6));
    expect(aliases).toBe(0);
    expect(recordIn(sandbox).records).toEqual([
      expect.objectContaining({ versions: [6], firstDay: '2026-11-22', lastDay: '2026-11-22' }),
    ]);
  });

  it('has both versions of an alias that moved, each on the days on which the alias pointed to it', async () => {
    const sandbox = withFunctions(functionsOf(1, 6, 1));
    await runAt(sandbox, day(0));
    sandbox.change({ account: DEV, region: 'eu-west-1' }).moveAlias('service-0', 'live-0', '2');
    for (const hours of [6, 12, 18, 24]) await runAt(sandbox, day(0, hours));
    const [before, after] = recordIn(sandbox).records;
    expect(before).toMatchObject({ versions: [6], lastDay: '2026-11-22' });
    expect(after).toMatchObject({ versions: [2], firstDay: '2026-11-23', lastDay: '2026-11-23' });
    expect(recordIn(sandbox).readOn).toEqual({ firstDay: '2026-11-22', lastDay: '2026-11-23' });
  });
});

async function failing(run: () => Promise<unknown>): Promise<boolean> {
  try {
    await run();
    return false;
  } catch {
    return true;
  }
}
