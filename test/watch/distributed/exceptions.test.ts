import { expect, it } from 'vitest';

import { catalogue } from '../../../src/limits/catalogue.ts';
import type { LimitException } from '../../../src/model/limit-exception.ts';
import { withExceptions } from '../../../src/model/limit-exception.ts';
import { quantity } from '../../../src/model/units.ts';
import { batchesOf, mergeBatches } from '../../../src/watch/distributed/batches.ts';
import { batchesJson, parseBatches } from '../../../src/watch/distributed/documents.ts';
import { accountConfiguration, CODE_STORAGE, S3_BUCKETS } from '../../model/make.ts';

const LIMITS = catalogue.map(({ definition }) => definition);
const FITS = { accounts: ['dev'], stages: [], owner: 'platform', reason: 'denied by us' };
const EXCEPTIONS: readonly LimitException[] = [
  { kind: 'left-out', limit: S3_BUCKETS, ...FITS },
  { kind: 'stated-quota', limit: CODE_STORAGE, quota: quantity('bytes', 5), ...FITS },
];
const ACCOUNT = withExceptions(accountConfiguration(), EXCEPTIONS);

it('a batch preserves left-out limits and stated quotas', () => {
  const batches = batchesOf('run', [ACCOUNT], LIMITS);
  expect(batches[0]?.accounts[0]).toMatchObject({ leftOut: [{ limit: S3_BUCKETS }] });
  expect(parseBatches(batchesJson(batches))).toEqual({ ok: true, value: batches });
});

it('a batch without a result does not report left-out limits as not measured', () => {
  const batches = batchesOf('run', [ACCOUNT], LIMITS);
  const { result: seen } = mergeBatches(batches, new Map(), LIMITS);
  expect(seen.findings.length).toBeGreaterThan(0);
  expect(seen.findings.map(({ limit }) => limit)).not.toContain(S3_BUCKETS);
});
