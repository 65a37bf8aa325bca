import { describe, expect, it } from 'vitest';

import { AsyncQueue } from '../../../src/prune/evidence/collect/functions.ts';
import { encodePlanning, parsePlanning } from '../../../src/prune/evidence/collect/state-format.ts';
import type { PlanningState } from '../../../src/prune/evidence/collect/state.ts';
import {
  beginPlanning,
  inventoryIn,
  isComplete,
} from '../../../src/prune/evidence/collect/state.ts';
import { canonicalJson } from '../../../src/prune/plan/canonical.ts';
import type { Evidence } from '../../../src/prune/model/evidence.ts';
import { instant } from '../../../src/model/time.ts';
import { bytes } from '../../../src/model/units.ts';
import { EU_WEST_1 } from '../../aws/wire.ts';
import { HOME, NOW, use } from './scripted-reads.ts';

const region = EU_WEST_1;
const failure = {
  reason: 'denied',
  operation: 'lambda:GetPolicy',
  errorName: 'AccessDeniedException',
  message: 'no',
  attempts: 1,
  requestId: 'r',
  resource: 'arn:x',
} as const;
const found = { ...use('orders', '12', 'x'), region };

const evidence: readonly Evidence[] = [
  { check: 'edge-associations', scope: { kind: 'account' }, outcome: { kind: 'failed', failure } },
  { check: 'pipes', scope: { kind: 'region', region }, outcome: { kind: 'read', uses: [] } },
  {
    check: 'opt-out-tags',
    scope: { kind: 'function', region, functionName: 'orders' },
    outcome: { kind: 'read', uses: [found] },
  },
  {
    check: 'step-functions',
    scope: { kind: 'region', region },
    outcome: { kind: 'read', uses: [], couldNotTell: ['machine m, States.A'] },
  },
  ...['1', '2', '3'].map((version): Evidence => ({
    check: 'resource-policy',
    scope: { kind: 'version', region, functionName: 'orders', version },
    outcome: version === '3' ? { kind: 'failed', failure } : { kind: 'read', uses: [] },
  })),
];

const state: PlanningState = {
  ...beginPlanning(HOME.account, [], NOW),
  regions: [
    {
      region,
      listing: { kind: 'under-way', marker: 'two' },
      functions: [
        {
          name: 'orders',
          versions: [
            {
              version: '12',
              packageBytes: bytes(5),
              modifiedAt: NOW,
              traits: ['durable'],
              storage: 'unknown',
            },
            { version: '13', packageBytes: bytes(5), traits: [], storage: 'image' },
          ],
          aliases: {
            kind: 'read',
            value: [{ name: 'live', pointsAt: '12', weights: [{ version: '13', weight: 0.5 }] }],
          },
        },
        { name: '__proto__', versions: [], aliases: { kind: 'failed', failure } },
      ],
      walks: {
        pipes: {
          steps: [{ call: 'pipes:ListPipes', token: 't' }],
          later: [],
          notes: [{ ...found }],
        },
      },
      destinations: [found],
      evidence,
      readAt: { pipes: NOW, 'environment-variables': instant(NOW - 1) },
      isComplete: false,
    },
    {
      region,
      listing: { kind: 'failed', failure },
      functions: [],
      walks: {},
      destinations: [],
      evidence: [],
      isComplete: true,
    },
  ],
};

const unordered = ({ regions, ...more }: PlanningState): string =>
  canonicalJson({
    ...more,
    regions: regions.map((one) => ({
      ...one,
      evidence: one.evidence.map(canonicalJson).toSorted(),
    })),
  });

describe('a planning state', () => {
  it('is the same after it was stored and read', () => {
    const parsed = parsePlanning(encodePlanning(state));
    expect(parsed.kind === 'state' && unordered(parsed.state)).toBe(unordered(state));
  });

  it('takes a few bytes for each version without a use', () => {
    const many = Array.from({ length: 10_000 }, (_, at): Evidence => ({
      check: 'resource-policy',
      scope: { kind: 'version', region, functionName: 'orders', version: String(at + 1) },
      outcome: { kind: 'read', uses: [] },
    }));
    const [first] = state.regions;
    const stored = encodePlanning({ ...state, regions: [{ ...first!, evidence: many }] });
    expect(stored.length).toBeLessThan(60_000);
  });

  it.each([
    ['', 'is not JSON'],
    ['{', 'is not JSON'],
    ['null', 'is not one of a watchdog'],
    ['{"kind":"limits-watchdog/state","format":1}', 'is not one of a watchdog'],
    ['{"kind":"limits-watchdog/planning","format":2}', 'has another format'],
    ['{"kind":"limits-watchdog/planning","format":1}', 'cannot be understood: account'],
  ])('%j is unreadable', (stored, problem) => {
    expect(parsePlanning(stored)).toEqual({
      kind: 'not-understood',
      problem: expect.stringContaining(problem) as string,
    });
  });

  it('is unreadable when any part of it is wrong', () => {
    const whole = encodePlanning(state);
    for (const [part, other] of [
      ['"version":"12","packageBytes":5', '"version":"12","packageBytes":-5'],
      ['"traits":["durable"]', '"traits":["other"]'],
      ['"check":"pipes"', '"check":"other"'],
      ['"versions":{"orders":"1 2"}', '"versions":{"orders":7}'],
      ['"isComplete":false', '"isComplete":"no"'],
      ['"call":"pipes:ListPipes"', '"other":"pipes:ListPipes"'],
      ['"reason":"denied"', '"reason":"fine"'],
      ['"kind":"under-way"', '"kind":"over"'],
    ] as const) {
      expect(whole).toContain(part);
      expect(parsePlanning(whole.replace(part, other))).toMatchObject({ kind: 'not-understood' });
    }
  });

  it.each(['{"kind":"switched-off","by":"watchdog.yml"}', '{"kind":"not-needed"}'])(
    'that says that a check was not needed is unreadable: %s',
    (claim) => {
      const stored = encodePlanning(state);
      const pipes = '"check":"pipes","outcome":{"kind":"read","uses":[]}';
      expect(stored).toContain(pipes);
      expect(
        parsePlanning(stored.replace(pipes, `"check":"pipes","outcome":${claim}`)),
      ).toMatchObject({ kind: 'not-understood' });
    },
  );

  it('begins with nothing read, each Region once', () => {
    const begun = beginPlanning(HOME.account, [region, region], NOW);
    expect(begun.regions).toHaveLength(1);
    expect(isComplete(begun)).toBe(false);
    const account = { id: HOME.account, name: 'dev', stage: 'nonprod' } as const;
    expect(inventoryIn(begun, account)).toMatchObject({ regions: [], unlisted: [] });
  });

  it('plans nothing in a partly listed Region', () => {
    const account = { id: HOME.account, name: 'dev', stage: 'nonprod' } as const;
    expect(inventoryIn(state, account)).toEqual({
      account,
      regions: [],
      unlisted: [{ region, failure }],
    });
  });
});

describe('an asynchronous queue', () => {
  it('gives each item to one consumer, in order, and ends when it is closed', async () => {
    const handover = new AsyncQueue<number>();
    const takers = [handover.next(), handover.next(), handover.next()];
    handover.put(1);
    handover.put(2);
    handover.close();
    expect(await Promise.all(takers)).toEqual([1, 2, undefined]);
    expect(await handover.next()).toBeUndefined();
  });

  it('gives all items that were added before it was closed', async () => {
    const handover = new AsyncQueue<number>();
    handover.put(1);
    handover.close();
    expect([await handover.next(), await handover.next()]).toEqual([1, undefined]);
  });
});
