import { describe, expect, it } from 'vitest';

import {
  day,
  KEY,
  organisation,
  reported,
  runAt,
  runs,
  storedText,
  storeReadings,
} from './reading-runs.ts';

/** Tests when a run reads the value of a quota and the requests for its increase, from the call log. */

const BUCKETS = 's3/L-DC2B2D3D';
const S3 = 's3-buckets';
/** Returns a sandbox with this many buckets and a quota of 100: 80 warn, 90 are critical. */
const withBuckets = (bucketCount: number, more = {}) =>
  organisation({ bucketCount, quotas: { [BUCKETS]: 100 }, ...more });

async function countsOf(sandbox: ReturnType<typeof withBuckets>, times: number) {
  const made = await runs(sandbox, times, day(0));
  return {
    quotas: made.map(({ quotas }) => quotas),
    increases: made.map(({ increases }) => increases),
  };
}

describe('the applied value of a quota', () => {
  it('is read once a day, and the report says when', async () => {
    const sandbox = withBuckets(10);
    expect(await countsOf(sandbox, 6)).toEqual({
      quotas: [1, 0, 0, 0, 0, 1],
      increases: [0, 0, 0, 0, 0, 0],
    });
    expect(reported(sandbox, S3).quotaReadAt).toBeUndefined();
    await runAt(sandbox, day(1, 12));
    const { quota, quotaReadAt, notCovered } = reported(sandbox, S3);
    expect([quota, quotaReadAt]).toEqual([100, expect.stringMatching(/^2026-11-23T12:00:0\dZ$/)]);
    expect(notCovered).toContain('as applied at 2026-11-23 12:00 UTC or later');
  });

  it('is read in each run in which the usage is critical by it, and so are increase requests', async () => {
    expect(await countsOf(withBuckets(95), 3)).toEqual({ quotas: [1, 1, 1], increases: [1, 1, 1] });
  });

  it('is read again at once when it was increased and the usage is above the stored value', async () => {
    const sandbox = organisation({ bucketCount: 150, quotas: { [BUCKETS]: 1_000 } });
    await runAt(sandbox, day(0));
    const kept = storedText(sandbox, KEY);
    expect(kept).toContain('"Value":1000');
    storeReadings(sandbox, kept.replace('"Value":1000', '"Value":100'));
    expect((await runAt(sandbox, day(0, 6))).quotas).toBe(1);
    expect(reported(sandbox, S3)).toMatchObject({ used: 150, quota: 1_000, state: 'ok' });
  });

  it('is not stored when AWS has no applied value, or when reading fails', async () => {
    const sandbox = organisation({ bucketCount: 1, quotas: { [BUCKETS]: null } });
    expect((await countsOf(sandbox, 2)).quotas).toEqual([1, 1]);
    const denied = withBuckets(10);
    denied.faults.add({
      match: { operation: 'GetServiceQuota' },
      times: 1,
      effect: { kind: 'access denied' },
    });
    expect((await countsOf(denied, 3)).quotas).toEqual([1, 1, 0]);
  });
});

describe('requests to increase a quota', () => {
  it('are read once a day while the usage is at warning and no request is open', async () => {
    expect(await countsOf(withBuckets(85), 5)).toEqual({
      quotas: [1, 0, 0, 0, 0],
      increases: [1, 0, 0, 0, 0],
    });
  });
});
