import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { evaluate, reached } from '../../src/limits/evaluate.ts';
import type { Measurement } from '../../src/model/finding.ts';
import type { LimitRule, Threshold } from '../../src/model/limit.ts';
import type { Quantity } from '../../src/model/units.ts';
import { GIB } from '../../src/model/units.ts';
import { CODE_STORAGE, failure, inBytes, inCount, regionTarget } from '../model/make.ts';

const TARGET = regionTarget('eu-west-1');
const LIMIT = inBytes(300 * GIB);

const percent = (value: number): Threshold => ({ kind: 'percent', percent: value });
const leftOver = (amount: number): Threshold => ({ kind: 'free', free: inBytes(amount) });

function rule(warn: Threshold, critical: Threshold): LimitRule {
  return { limit: CODE_STORAGE, warn, critical };
}

function measured(used: Quantity, value: Quantity): Measurement {
  return { kind: 'measured', used, limit: { known: true, value, source: 'account' } };
}

describe('a threshold in percent', () => {
  it.each([
    [0, 'ok'],
    [0.8 * LIMIT.amount - 1, 'ok'],
    [0.8 * LIMIT.amount, 'warn'],
    [0.9 * LIMIT.amount - 1, 'warn'],
    [0.9 * LIMIT.amount, 'critical'],
    [LIMIT.amount, 'critical'],
    [LIMIT.amount + 1, 'critical'],
    [5 * LIMIT.amount, 'critical'],
  ])('of 80 and 90: %d bytes of 300 GiB are %s', (used, state) => {
    const finding = evaluate(
      TARGET,
      rule(percent(80), percent(90)),
      measured(inBytes(Math.floor(used)), LIMIT),
    );
    expect(finding.state).toBe(state);
  });

  it.each([
    [999, 'ok'],
    [1_000, 'warn'],
    [1_999, 'warn'],
    [2_000, 'critical'],
  ])('of 100 and 200, as of a ceiling: %d of 1,000 are %s', (used, state) => {
    const finding = evaluate(
      TARGET,
      rule(percent(100), percent(200)),
      measured(inCount(used), inCount(1_000)),
    );
    expect(finding.state).toBe(state);
  });

  it('is reached exactly at its percentage, at every percentage and at quotas of every kind', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 2 ** 36 }),
        (at, hundredth) => {
          const quota = inCount(hundredth * 100);
          expect(reached(inCount(hundredth * at), quota, percent(at))).toBe(true);
          expect(reached(inCount(hundredth * at - 1), quota, percent(at))).toBe(false);
        },
      ),
    );
  });
});

describe('a threshold of what must stay free', () => {
  it.each([
    [280 * GIB - 1, 'ok'],
    [280 * GIB, 'warn'],
    [280 * GIB + 1, 'warn'],
    [295 * GIB - 1, 'warn'],
    [295 * GIB, 'critical'],
    [300 * GIB, 'critical'],
    [301 * GIB, 'critical'],
  ])('of 20 and 5 GiB: %d bytes of 300 GiB are %s', (used, state) => {
    const rules = rule(leftOver(20 * GIB), leftOver(5 * GIB));
    expect(evaluate(TARGET, rules, measured(inBytes(used), LIMIT)).state).toBe(state);
  });

  it('is reached at 0 free only when the quota is', () => {
    expect(reached(inBytes(LIMIT.amount - 1), LIMIT, leftOver(0))).toBe(false);
    expect(reached(LIMIT, LIMIT, leftOver(0))).toBe(true);
  });

  it('is always reached when more must be free than the quota', () => {
    expect(reached(inBytes(0), LIMIT, leftOver(LIMIT.amount))).toBe(true);
  });
});

describe('the state of a limit', () => {
  it('is critical when the critical threshold is reached, even if warn is not', () => {
    const rules = rule(leftOver(1), percent(50));
    expect(evaluate(TARGET, rules, measured(inBytes(150 * GIB), LIMIT)).state).toBe('critical');
  });

  it('never improves when usage grows', () => {
    const rank = { ok: 0, warn: 1, critical: 2 };
    const any = fc.nat(2 ** 40);
    const threshold = fc.oneof(
      fc.integer({ min: 1, max: 200 }).map(percent),
      fc.nat(2 ** 40).map(leftOver),
    );
    fc.assert(
      fc.property(any, any, any, threshold, threshold, (used, more, limit, warn, critical) => {
        const state = (amount: number): number => {
          const finding = evaluate(
            TARGET,
            rule(warn, critical),
            measured(inBytes(amount), inBytes(limit)),
          );
          return rank[finding.state as keyof typeof rank];
        };
        expect(state(used + more)).toBeGreaterThanOrEqual(state(used));
      }),
    );
  });

  it('has the usage, the quota, the thresholds and the largest functions', () => {
    const rules = rule(percent(80), percent(90));
    expect(evaluate(TARGET, rules, measured(inBytes(1), LIMIT))).toEqual({
      state: 'ok',
      target: TARGET,
      limit: CODE_STORAGE,
      used: inBytes(1),
      quota: LIMIT,
      thresholds: { warn: percent(80), critical: percent(90) },
    });
  });

  it('is "unknown" without a quota, also when the usage is 0, and never "ok"', () => {
    const why = failure('denied', 'AccessDeniedException', 'servicequotas:GetServiceQuota');
    for (const used of [0, 1, 400 * GIB]) {
      const finding = evaluate(TARGET, rule(percent(80), percent(90)), {
        kind: 'measured',
        used: inBytes(used),
        limit: { known: false, failure: why },
      });
      expect(finding).toEqual({
        state: 'unknown',
        target: TARGET,
        limit: CODE_STORAGE,
        used: inBytes(used),
        failure: why,
      });
    }
  });

  it('is "not-measured" without usage, with the reason and without a number', () => {
    const why = failure('throttled');
    const finding = evaluate(TARGET, rule(percent(80), percent(90)), {
      kind: 'not-measured',
      failure: why,
    });
    expect(finding).toEqual({
      state: 'not-measured',
      target: TARGET,
      limit: CODE_STORAGE,
      failure: why,
    });
  });

  it('throws for different units, so that a bug does not look like a state', () => {
    const rules = rule(percent(80), percent(90));
    expect(() => evaluate(TARGET, rules, measured(inBytes(1), inCount(1)))).toThrow(TypeError);
    expect(() =>
      evaluate(TARGET, rule(leftOver(1), leftOver(0)), measured(inCount(1), inCount(2))),
    ).toThrow(TypeError);
  });
});
