import { describe, expect, it } from 'vitest';

import type { StoredIncreases } from '../../src/increases/decide/model.ts';
import { encodeIncreases, parseIncreases } from '../../src/increases/store.ts';
import { accountId, region } from '../../src/model/aws-ids.ts';
import { HOUR_MS, instant } from '../../src/model/time.ts';
import { expectGolden, formsOf, golden } from './documents.ts';

/**
 * The stored state of the increase function, which another release must be able to read so that it does not request
 * an increase twice.
 */

const AT = instant(Date.UTC(2026, 10, 22, 6));
const DEV = accountId('222222222222');

const STORED: StoredIncreases = {
  savedAt: AT,
  claim: { runId: 'run-1', until: instant(AT + HOUR_MS) },
  handledRun: 'watch-1',
  quotas: {
    [`${DEV}/global/s3-buckets`]: {
      applied: 10_000,
      decidedAt: AT,
      decision: 'request',
      desired: 11_000,
      requests: [
        { desired: 11_000, status: 'UNCONFIRMED', at: AT, from: 10_000 },
        {
          id: 'r-1',
          desired: 10_500,
          status: 'CASE_CLOSED',
          at: instant(AT - HOUR_MS),
          changedAt: AT,
          caseId: 'case-1',
          automatic: true,
          from: 10_000,
        },
      ],
      notBefore: AT,
      error: 'QuotaExceededException',
    },
  },
  automatic: {
    [DEV]: { kind: 'on', type: 'NotifyOnly', excluded: ['ec2'] },
    '333333333333': { kind: 'off' },
    '444444444444': { kind: 'unknown', problem: 'access denied' },
  },
  problems: [{ account: DEV, region: region('us-east-1'), limit: 's3-buckets', problem: 'denied' }],
};

describe('the increase function', () => {
  it('remembers alike', () => {
    const text = encodeIncreases(STORED, 'limits-watchdog');
    expectGolden('increases/increases.json', text, []);
  });

  it.each(formsOf('increases/increases.json'))('reads what was remembered: %s', (form) => {
    expect(parseIncreases(golden(form), 'limits-watchdog')).toEqual({ ok: true, value: STORED });
  });

  it.each([
    ['of another deployment', encodeIncreases(STORED, 'spare')],
    ['of another kind', '{"kind":"limits-watchdog.mutes"}'],
    ['that is no JSON', 'not a memory'],
  ])('does not take what is %s for its own', (_, text) => {
    expect(parseIncreases(text, 'limits-watchdog').ok).toBe(false);
  });
});
