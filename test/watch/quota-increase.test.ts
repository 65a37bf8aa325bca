import { describe, expect, it } from 'vitest';

import { violationsOf } from '../documents/schemas.ts';
import type { FaultRule } from '../sandbox/faults.ts';
import type { QuotaRequestWorld } from '../sandbox/world.ts';
import type { WatchResult } from './run-watch.ts';
import { memberAccount, runWatch, toolingAccount } from './run-watch.ts';

const DEV = '222222222222';
const LIST_REQUESTS = 'ListRequestedServiceQuotaChangeHistoryByQuota';

const made = (status: QuotaRequestWorld['status'], desired: number): QuotaRequestWorld => ({
  status,
  desired,
  created: '2026-11-20T08:00:00Z',
});

function run(
  bucketCount: number,
  requests: readonly QuotaRequestWorld[] = [],
  faults: readonly FaultRule[] = [],
): Promise<WatchResult> {
  return runWatch({
    world: {
      accounts: [
        toolingAccount(),
        memberAccount(DEV, 'dev', {
          bucketCount,
          quotas: { 's3/L-DC2B2D3D': 100 },
          quotaRequests: { 's3/L-DC2B2D3D': requests },
        }),
      ],
    },
    accounts: [{ id: DEV, name: 'dev' }],
    regions: ['eu-west-1'],
    faults,
  });
}

const increaseIn = ({ alerts }: WatchResult): unknown => alerts[0]?.notices[0]?.increase;
/** Returns the lines of the e-mail below "To do:". */
const stepsIn = ({ mails }: WatchResult): readonly string[] =>
  (mails[0] ?? '').split('\n').filter((line) => line.startsWith('- '));

const DENIED: FaultRule = {
  match: { operation: LIST_REQUESTS },
  times: 'always',
  effect: { kind: 'access denied' },
};

describe('an alert about buckets', () => {
  it('says that an increase is requested, its value and time, and suggests no second request', async () => {
    const result = await run(91, [made('DENIED', 500), made('CASE_OPENED', 20_000)]);
    expect(increaseIn(result)).toEqual({
      open: true,
      desired: 20_000,
      since: '2026-11-20T08:00:00Z',
      state: 'case-opened',
      requestId: expect.stringMatching(/^[0-9A-Z]{10,}$/),
    });
    expect(stepsIn(result)).toMatchInlineSnapshot(`
      [
        "- Delete unused buckets; AWS deletes only those that are empty.",
        "- An increase to 20,000 is requested since 2026-11-20 08:00 UTC (request 5FA53OXNKCDR2PKMZ, support case open): follow it up in us-east-1, the only Region that has the quota.",
      ]
    `);
  });

  it('says that no increase is requested', async () => {
    const result = await run(80, [made('APPROVED', 100)]);
    expect(increaseIn(result)).toEqual({ open: false });
    expect(stepsIn(result)).toMatchInlineSnapshot(`
      [
        "- Delete unused buckets; AWS deletes only those that are empty.",
        "- No increase is open. Request an increase: open the quota in us-east-1, the only Region that has it, and choose the increase at account level.",
      ]
    `);
  });

  it('says that requests could not be read, which makes no limit unknown', async () => {
    const result = await run(80, [], [DENIED]);
    expect(result.summary).toMatchObject({ status: 'attention' });
    expect(increaseIn(result)).toEqual({
      open: 'unknown',
      reason: 'denied',
      operation: `servicequotas:${LIST_REQUESTS}`,
    });
    expect(stepsIn(result)).toMatchInlineSnapshot(`
      [
        "- Delete unused buckets; AWS deletes only those that are empty.",
        "- Request an increase: open the quota in us-east-1, the only Region that has it, and choose the increase at account level. Whether one is open already could not be read.",
      ]
    `);
  });

  it('matches the published schema, whatever is known of an increase', async () => {
    const violations = violationsOf('alert');
    const cases: readonly (readonly [readonly QuotaRequestWorld[], readonly FaultRule[]])[] = [
      [[made('PENDING', 20_000)], []],
      [[], []],
      [[], [DENIED]],
    ];
    for (const given of cases) {
      const { sandbox } = await run(90, ...given);
      const [alert] = sandbox.deliveries.list({ protocol: 'sqs' });
      const body: unknown = JSON.parse(JSON.parse(alert?.body ?? '').Message);
      expect(violations(body)).toEqual([]);
    }
  });

  it.each([
    ['is not asked below the warning', 79, 0],
    ['is asked once at the warning, in the Region that has the quota', 80, 1],
  ])('%s', async (_what, buckets, calls) => {
    const { sandbox } = await run(buckets);
    const asked = sandbox.calls.list({ operation: LIST_REQUESTS });
    expect(asked.map(({ region, status }) => `${region} ${status}`)).toEqual(
      Array.from({ length: calls }, () => 'us-east-1 200'),
    );
  });
});
