import { describe, expect, it } from 'vitest';

import { askWatch, dev, prod, tooling } from './run-doctor.ts';
import { STORED_MUTE } from '../alerts/mutes/stored-mute.ts';

async function linesWith(...entries: readonly object[]): Promise<readonly string[]> {
  const home = tooling();
  const document = {
    kind: 'limits-watchdog.mutes',
    version: 1,
    deployment: 'limits-watchdog',
    savedAt: '2026-11-22T06:00:00.000Z',
    mutes: entries,
  };
  const objects = { 'limits-watchdog/mutes.json': JSON.stringify(document) };
  const buckets = (home.buckets ?? []).map((bucket) => ({ ...bucket, objects }));
  const { report } = await askWatch({ home: { ...home, buckets }, accounts: [dev(), prod()] });
  return report.lines
    .filter(({ subject }) => subject === 'mutes')
    .map(({ state, code, sentence, todo }) => `${state} ${code}: ${sentence} ${todo}`);
}

describe('the doctor of the watch function, about mutes', () => {
  it('reports nothing about mutes that can be used', async () => {
    expect(await linesWith(STORED_MUTE)).toEqual([]);
  });

  it('reports each mute that matches nothing or cannot be used, and how to remove it', async () => {
    const former = { ...STORED_MUTE, id: 'm-000001', accounts: ['former'] };
    const elsewhere = { ...STORED_MUTE, id: 'm-000002', regions: ['ap-south-1'] };
    const expired = { ...former, id: 'm-000003', until: '2026-11-22T06:00:00.000Z' };
    const damaged = { ...STORED_MUTE, id: 'm-000004', owner: '' };
    expect(await linesWith(STORED_MUTE, former, elsewhere, expired, damaged))
      .toMatchInlineSnapshot(`
      [
        "problem mute-not-used: The mute damaged-879c510f is damaged: .owner is not an owner. It mutes nothing. Remove it with limits-watchdog unmute damaged-879c510f, and create it again.",
        "problem mute-matches-nothing: The mute of former · all Regions · all limits (ana) matches nothing that is watched now. Remove it: limits-watchdog unmute m-000001",
        "problem mute-matches-nothing: The mute of dev · ap-south-1 · all limits (ana) matches nothing that is watched now. Remove it: limits-watchdog unmute m-000002",
      ]
    `);
  });
});
