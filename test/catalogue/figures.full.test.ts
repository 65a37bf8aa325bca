import { describe, expect, it } from 'vitest';

import type { Limit } from '../../src/limits/limit.ts';
import { simulatedLimit, simulatedQuota } from '../sandbox/simulated-limits.ts';
import type { FaultEffect } from '../sandbox/faults.ts';
import { sized } from '../size.ts';
import {
  accountHolding,
  checked,
  testedLimits,
  onePerListing,
  onlyFinding,
  hundredth,
} from './measured-limit.ts';

const ofSets = testedLimits.filter(({ definition }) => definition.set !== undefined);
const limits = ofSets.map((limit) => [limit.definition.id, limit] as const);

/** Usages in hundredths of the quota, each with its expected state. */
const USAGES = [
  [0, 'ok'],
  [100, 'critical'],
  [130, 'critical'],
] as const;

function always(effect: FaultEffect, { actions: [first], definition }: Limit) {
  const listing = simulatedLimit(definition.id).listing ?? first?.action ?? '';
  const [service = '', operation = ''] = listing.split(':');
  // CloudWatch signs its requests as `monitoring`.
  const signed = service === 'cloudwatch' ? 'monitoring' : service;
  return [{ match: { service: signed, operation }, times: 'always', effect } as const];
}

describe.each(limits)('%s', (_, limit) => {
  it.each(USAGES)('has the right state at %i hundredths of its quota', async (used, state) => {
    const scale = hundredth(limit);
    const finding = onlyFinding(await checked(accountHolding(limit, used), limit), limit);
    expect(finding).toMatchObject({
      state,
      used: { amount: Math.floor(used * scale) },
      quota: { amount: 100 * scale },
    });
  });

  it("has the value of AWS's answer as its quota", () => {
    const { quota, definition } = limit;
    if (quota === undefined || definition.source.kind !== 'quota') return;
    const known = simulatedQuota(`${quota.ServiceCode}/${quota.QuotaCode}`);
    if (known === undefined) return;
    expect(known.Adjustable).toBe(definition.source.increase === 'possible');
    expect(known.isGlobal).toBe(definition.scope === 'account');
  });
});

const failing = new Set(sized(onePerListing(ofSets), ofSets));

describe.each(limits.filter(([, limit]) => failing.has(limit)))('%s', (_, limit) => {
  it.each([
    ['throttled', { kind: 'throttle' }],
    ['unavailable', { kind: 'reset' }],
    ['malformed', { kind: 'answer', body: '{}' }],
  ] as const)('is not measured where its listing is %s', async (reason, effect) => {
    const body = simulatedLimit(limit.definition.id).malformed ?? '{}';
    const faults = always(effect.kind === 'answer' ? { ...effect, body } : effect, limit);
    const finding = onlyFinding(await checked(accountHolding(limit, 95), limit, faults), limit);
    expect(finding).toMatchObject({ state: 'not-measured', failure: { reason } });
  });
});
