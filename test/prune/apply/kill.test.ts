import { describe, expect, it } from 'vitest';

import { sized } from '../../size.ts';
import { killedAfter } from './killed.ts';
import {
  devAccount,
  httpOf,
  invoke,
  journalOf,
  last,
  prune,
  setUp,
  store,
  unqualifiedDeletes,
  versionsOf,
} from './run-prune.ts';
import type { Setting } from './run-prune.ts';
import { deletableKey } from '../../../src/prune/model/journal-segment.ts';
import { planOf } from './world-plan.ts';

function smallWorld(): Setting {
  return setUp({
    accounts: [
      devAccount({
        'eu-west-1': {
          functions: [
            { name: 'orders', versions: '1-9', aliases: [{ name: 'live', version: '4' }] },
            { name: 'hook', versions: '1-8', codeSize: 9_000_000 },
            { name: 'held', versions: '1-6' },
          ],
          eventSourceMappings: [
            {
              functionName: 'held',
              qualifier: '2',
              eventSourceArn: 'arn:aws:sqs:eu-west-1:222222222222:queue',
            },
          ],
        },
      }),
    ],
  });
}

interface Ending {
  readonly versions: readonly (readonly number[])[];
  readonly counts: unknown;
  readonly skipped: unknown;
  readonly packageBytesDeleted: number;
  readonly before: unknown;
  readonly outcomes: readonly string[];
}

async function endOf(setting: Setting, planId: string): Promise<Ending> {
  const answer = last(await prune(setting, planId));
  expect(answer.state).toBe('finished');
  const { counts, skipped, packageBytesDeleted, regions } = answer;
  const { deleted, skipped: left, failed, notAttempted, planned } = counts;
  expect(deleted + left + failed + notAttempted).toBe(planned);
  const outcomes = journalOf(setting, planId)
    .filter(({ kind }) => kind === 'outcome')
    .map(deletableKey)
    .toSorted();
  expect(outcomes).toEqual([...new Set(outcomes)]);
  expect(unqualifiedDeletes(setting)).toEqual([]);
  return {
    versions: ['orders', 'hook', 'held'].map((name) => versionsOf(setting, name)),
    counts,
    skipped,
    packageBytesDeleted,
    before: { ...regions[0]?.before, at: undefined },
    outcomes,
  };
}

describe('a run that is killed', () => {
  it('after any of its calls, and started again, ends like a run that was not killed', async () => {
    const calm = smallWorld();
    const whole = await endOf(calm, await store(calm, planOf(calm.sandbox)));
    expect(whole.counts).toMatchObject({ planned: 12, deleted: 11, skipped: 1 });
    let survived = 0;
    let isCutOff = true;
    for (; isCutOff; survived += sized(9, 1)) {
      const setting = smallWorld();
      const planId = await store(setting, planOf(setting.sandbox));
      const { handler, sent } = killedAfter(httpOf(setting.sandbox), survived + 1);
      await invoke(setting, { planId, confirm: 'dev' }, handler).catch(() => undefined);
      isCutOff = sent() > survived;
      expect(await endOf(setting, planId), `killed in call ${survived + 1}`).toEqual(whole);
      const mails = setting.sandbox.deliveries.list({ protocol: 'email' });
      expect([1, 2]).toContain(mails.length);
    }
    expect(survived).toBeGreaterThan(50);
  }, 60_000);

  it('again and again ends the same', async () => {
    const calm = smallWorld();
    const whole = await endOf(calm, await store(calm, planOf(calm.sandbox)));
    const setting = smallWorld();
    const planId = await store(setting, planOf(setting.sandbox));
    for (let survived = 18; survived < 45; survived += 3) {
      const { handler } = killedAfter(httpOf(setting.sandbox), survived);
      await invoke(setting, { planId, confirm: 'dev' }, handler).catch(() => undefined);
      await setting.sandbox.clock.sleep(80_000);
    }
    expect(await endOf(setting, planId)).toMatchObject({ versions: whole.versions });
  });
});
