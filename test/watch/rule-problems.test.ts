import { describe, expect, it } from 'vitest';

import { HOUR_MS } from '../../src/model/time.ts';
import { virtualClock } from '../sandbox/clock.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import { findingRun, RULES } from './run-discovery.ts';
import type { WatchRun } from './run-watch.ts';
import { START, TOPIC, watchOnce } from './run-watch.ts';

const TYPO = { ...RULES, include: [{ ous: ['/Workloads'] }, { ous: ['/Wrokloads/Prod'] }] };

/** Returns a run with these discovery rules, mutes or routes. */
function run(organizations: object, alerts: object = {}): WatchRun {
  const finding = findingRun({ organizations: { ...organizations } });
  return {
    ...finding,
    settings: { ...finding.settings, alerts: { topicArn: TOPIC, ...alerts } },
  };
}

function rulesIn({ alerts }: Awaited<ReturnType<typeof watchOnce>>) {
  return alerts.flatMap(({ notices }) => notices).filter(({ change }) => change === 'rule-problem');
}

describe('a rule of watchdog.yml that matches nothing', () => {
  it('is reported once, sets the status attention, and is reported again when it recurs', async () => {
    const clock = virtualClock(START);
    const sandbox = createSandbox(run(TYPO).world, { clock });
    const told: number[] = [];
    const status: unknown[] = [];
    const mails: string[] = [];
    for (const rules of [TYPO, TYPO, RULES, TYPO]) {
      const one = await watchOnce(sandbox, run(rules));
      told.push(rulesIn(one).length);
      status.push(one.summary !== undefined && 'status' in one.summary && one.summary.status);
      mails.push(one.mails.join());
      await clock.sleep(6 * HOUR_MS);
    }
    expect(told).toEqual([1, 0, 0, 1]);
    expect(mails[0]).toContain('/Wrokloads/Prod');
    expect(status).toEqual(['attention', 'attention', 'complete', 'attention']);
  });

  it.each([
    [
      { mutes: [{ accounts: ['missing-*'], until: '2027-06-30', owner: 'x', reason: 'y' }] },
      'mute',
    ],
    [
      { mutes: [{ accounts: ['d*', 's*', 'l*'], until: '2027-06-30', owner: 'x', reason: 'y' }] },
      'mutes everything',
    ],
    [{ routes: [{ name: 'pay', accounts: ['pay-*'], topicArn: TOPIC }] }, 'route pay'],
  ])('can be one of the alerts: %j', async (alerts, said) => {
    const finding = run(RULES, alerts);
    const sandbox = createSandbox(finding.world, { clock: virtualClock(START) });
    const one = await watchOnce(sandbox, finding);
    expect(rulesIn(one)).toHaveLength(1);
    expect(one.mails.join()).toContain(said);
  });

  it('is a problem of the doctor', async () => {
    const finding = run(TYPO);
    const sandbox = createSandbox(finding.world, { clock: virtualClock(START) });
    const { summary } = await watchOnce(sandbox, { ...finding, event: { doctor: true } });
    expect(JSON.stringify(summary)).toContain('"code":"rule-problem"');
    expect(JSON.stringify(summary)).toContain('/Wrokloads/Prod');
  });
});
