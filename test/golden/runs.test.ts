import { describe, expect, it } from 'vitest';

import { foldJournal } from '../../src/prune/plan/journal.ts';
import { storePruneEnd, parsePruneEnd } from '../../src/prune/apply/prune-end.ts';
import { loadJournals } from '../../src/prune/apply/journals.ts';
import { loadMeasurement, storeMeasurement } from '../../src/prune/apply/storage-measurement.ts';
import { region } from '../../src/model/aws-ids.ts';
import { parseSegment, segmentJson } from '../../src/prune/documents/journal-json.ts';
import { golden, goldenData, goldenStore, withTimes } from './documents.ts';
import { MADE_AT, PLAN_IDS, storedPlan, storedProgress } from './stored-run.ts';

const IRELAND = region('eu-west-1');
const TIMES = ['modifiedAt', 'at', 'readAt'];

describe('a journal', () => {
  it.each([
    ...PLAN_IDS.map((id) => `prune/runs/${id}/journal/eu-west-1/000001.json`),
    'prune/journal-of-every-outcome.json',
    'prune/journal-of-unknown.json',
    'prune/journal-of-skips.json',
  ])('is read whole, and written alike: %s', (name) => {
    const { kind: _, ...segment } = goldenData(name);
    const read = parseSegment(golden(name));
    expect(read).toEqual({ ok: true, value: withTimes(segment, TIMES) });
    expect(read.ok && segmentJson(read.value)).toBe(golden(name));
  });

  it.each(PLAN_IDS)('tells what became of its plan: %s', async (planId) => {
    const { plan } = await storedPlan(planId);
    const journals = await loadJournals(goldenStore(), planId, plan);
    const segments = [...journals.values()].flatMap((journal) => journal.segments);
    const { begunAt, intended, outcomes, foreignRecords } = foldJournal(plan, segments);
    expect({ begunAt, foreignRecords }).toEqual({ begunAt: MADE_AT + 60_000, foreignRecords: 0 });
    expect([...intended]).toEqual([
      'eu-west-1/orders:1',
      'eu-west-1/orders:2',
      'eu-west-1/layer:tools:1',
    ]);
    expect([...outcomes].map(([key, { kind }]) => [key, kind])).toEqual([
      ['eu-west-1/orders:1', 'deleted'],
      ['eu-west-1/orders:2', 'failed'],
      ['eu-west-1/layer:tools:1', 'deleted'],
    ]);
  });
});

describe.each(PLAN_IDS)('what a run of pruning keeps beside its journal: %s', (planId) => {
  const measured = (when: string) => golden(`prune/runs/${planId}/${when}/eu-west-1.json`);

  it('is code storage before and after, read whole and written alike', async () => {
    const [before, after] = await Promise.all([
      loadMeasurement(goldenStore(), planId, IRELAND, 'before'),
      loadMeasurement(goldenStore(), planId, IRELAND, 'after'),
    ]);
    expect([before, after]).toEqual([
      {
        occasion: 'before',
        at: MADE_AT + 30_000,
        storage: { kind: 'read', value: { used: 322_122_547_199, limit: 322_122_547_200 } },
      },
      {
        occasion: 'target-reached',
        at: MADE_AT + 90_000,
        storage: { kind: 'read', value: { used: 300_000_000_000 } },
      },
    ]);
    if (before === undefined || after === undefined) return;
    const store = goldenStore();
    await storeMeasurement(store, planId, IRELAND, before);
    await storeMeasurement(store, planId, IRELAND, after);
    expect([...store.written.values()]).toEqual([measured('before'), measured('after')]);
  });

  it('may be that code storage could not be read', async () => {
    const text = golden('prune/measured-nothing-left.json');
    const store = { ...goldenStore(), read: async () => text };
    const read = await loadMeasurement(store, planId, IRELAND, 'after');
    expect(read).toMatchObject({
      occasion: 'nothing-left',
      at: MADE_AT,
      storage: { kind: 'failed', failure: { reason: 'denied' } },
    });
    if (read !== undefined) await storeMeasurement(store, planId, IRELAND, read);
    expect([...store.written.values()]).toEqual([text]);
  });

  it('is how it ended, read whole and kept alike', async () => {
    const name = `ended/${planId}.json`;
    const { prune } = goldenData(`prune/${name}`);
    expect(parsePruneEnd(golden(`prune/${name}`))).toEqual(withTimes(prune, ['endedAt']));
    const store = goldenStore();
    expect(await storePruneEnd(await storedProgress(undefined, planId), store)).toBe(true);
    expect(store.written.get(name)).toBe(golden(`prune/${name}`));
  });
});
