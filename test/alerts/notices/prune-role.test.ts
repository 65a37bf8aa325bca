import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { decidePruneRoles, pruneRoleKey } from '../../../src/alerts/notices/prune-role.ts';
import type { PruneRoleCase } from '../../../src/alerts/notices/prune-role.ts';
import { accountId } from '../../../src/model/aws-ids.ts';
import type { AccountRef, Stage } from '../../../src/model/configuration.ts';
import type { PruneRoleReading } from '../../../src/model/prune-role.ts';
import type { Instant } from '../../../src/model/time.ts';
import { DAY_MS, HOUR_MS, instant } from '../../../src/model/time.ts';
import type { Memory, PruneRoleMemory } from '../../../src/model/watch-state.ts';

const NOW = instant(Date.parse('2026-11-22T06:00:00Z'));
const SETTINGS = { remindCriticalHours: 24, remindWarnHours: 168 };

function account(stage: Stage = 'prod'): AccountRef {
  return { id: accountId('555555555555'), name: 'prod', stage };
}

function opened(at: Instant = NOW): PruneRoleMemory {
  return { kind: 'prune-role', account: account(), open: { since: at, toldAt: at }, sequence: 1 };
}

function decided(more: Partial<PruneRoleCase>, memory?: Memory) {
  const memories = memory === undefined ? {} : { [pruneRoleKey(account())]: memory };
  const verdicts = decidePruneRoles({
    readings: [],
    memories,
    accounts: [account()],
    settings: SETTINGS,
    now: NOW,
    ...more,
  });
  const verdict = verdicts.get(pruneRoleKey(account()));
  return verdict?.kind === 'due' ? verdict.due : undefined;
}

const reading = (presence: PruneRoleReading['presence'], stage: Stage = 'prod') => [
  { account: account(stage), presence },
];
const present = (stage?: Stage) => reading('present', stage);
const absent = reading('absent');
const later = (ms: number) => instant(NOW + ms);

describe('a prune role where none may exist', () => {
  it.each<[string, Partial<PruneRoleCase>, PruneRoleMemory | undefined, object | undefined]>([
    ['is there for the first time', { readings: present() }, undefined, { change: 'raised' }],
    [
      'is there, and no stage is known',
      { readings: present('unstaged') },
      undefined,
      { change: 'raised' },
    ],
    ['is still there', { readings: present(), now: later(DAY_MS) }, opened(), undefined],
    [
      'is still there after a week',
      { readings: present(), now: later(7 * DAY_MS) },
      opened(),
      { change: 'reminded', since: NOW },
    ],
    [
      'is gone',
      { readings: absent, now: later(HOUR_MS) },
      opened(),
      { change: 'recovered', since: NOW },
    ],
    ['never was there', { readings: absent }, undefined, undefined],
    ['could not be looked for', { readings: reading('unknown') }, undefined, undefined],
    ['can no longer be looked for', { readings: reading('unknown') }, opened(), undefined],
    ['was not looked for', { readings: [] }, opened(), undefined],
    [
      'was there in an account that left the configuration',
      { accounts: [] },
      opened(),
      { change: 'closed', why: 'account removed' },
    ],
    [
      'was there in an account that is nonprod now',
      { accounts: [account('nonprod')] },
      opened(),
      { change: 'closed', why: 'stage is now nonprod' },
    ],
    [
      'was there, and the accounts could not be listed',
      {
        accounts: [],
        discovery: {
          trouble: {
            kind: 'not-listed',
            failure: {
              reason: 'denied',
              operation: 'x',
              errorName: 'x',
              message: 'x',
              attempts: 1,
            },
          },
          accounts: [],
          leftOut: [],
          unselected: {},
          gaps: [],
        },
      },
      opened(),
      undefined,
    ],
  ])('%s', (_, more, memory, expected) => {
    const notice = decided(more, memory)?.notice;
    const all = expected === undefined ? [] : [{ kind: 'prune-role', ...expected }];
    expect(notice === undefined ? [] : [notice]).toMatchObject(all);
  });

  it('has a new notice id for each report, and is remembered as reported', () => {
    const first = decided({ readings: present() });
    expect(first).toMatchObject({ notice: { id: '555555555555/prune-role#1' } });
    const gone = decided({ readings: absent }, first?.memory);
    expect(gone).toMatchObject({
      notice: { id: '555555555555/prune-role#2', change: 'recovered' },
    });
    expect(gone?.memory).not.toHaveProperty('open');
    expect(decided({ readings: absent }, gone?.memory)).toBeUndefined();
    expect(decided({ readings: present() }, gone?.memory)).toMatchObject({
      notice: { id: '555555555555/prune-role#3', change: 'raised' },
    });
  });

  it('is resolved only if AWS answers that it does not exist', () => {
    const any = fc.constantFrom<('present' | 'absent' | 'unknown')[]>(
      'present',
      'absent',
      'unknown',
    );
    fc.assert(
      fc.property(fc.array(any, { maxLength: 30 }), (runs) => {
        let memory: Memory | undefined;
        let isOpen = false;
        runs.forEach((found, run) => {
          const told = decided({ readings: reading(found), now: later(run * DAY_MS) }, memory);
          const { notice } = told ?? {};
          const change = notice?.kind === 'prune-role' ? notice.change : undefined;
          // While it stays open, a reminder may come.
          const whilePresent = isOpen ? [undefined, 'reminded'] : ['raised'];
          const expected = {
            unknown: [undefined],
            absent: [isOpen ? 'recovered' : undefined],
            present: whilePresent,
          }[found];
          expect(expected).toContain(change);
          if (found !== 'unknown') isOpen = found === 'present';
          memory = told?.memory ?? memory;
        });
      }),
    );
  });
});
