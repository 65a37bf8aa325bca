import { beforeAll, describe, expect, it } from 'vitest';

import { DAY_MS } from '../../src/model/time.ts';
import { BUCKETS, IncreaseDeployment } from './run-increases.ts';
import type { Answer } from './year-answers.ts';
import { answers, CEILING, expectYear, FIRST, STEP } from './year-answers.ts';

const OPERATION = 'RequestServiceQuotaIncrease';
/** The days between two runs; `year.test.ts` has up to four runs a day. */
const DAYS = 10;

const accountOf = (at: number): string => String(300_000_000_000 + at);

/** Simulates a year in which usage is always 95 % of the applied value, with one account for each answer. */
async function yearOf(all: readonly Answer[]): Promise<IncreaseDeployment> {
  const deployment = new IncreaseDeployment({
    others: Object.fromEntries(
      all.map(({ verdict }, at) => [
        accountOf(at),
        { ...(verdict !== undefined && { increaseVerdict: verdict }) },
      ]),
    ),
    rules: [{ limit: BUCKETS.limit, ceiling: CEILING, step: STEP, supportCase: true }],
  });
  const { sandbox } = deployment;
  for (const [at, { fault }] of all.entries()) {
    const match = { operation: OPERATION, account: accountOf(at) };
    if (fault !== undefined) sandbox.faults.add({ match, ...fault });
  }
  const end = sandbox.clock.now() + 365 * DAY_MS;
  while (sandbox.clock.now() < end) {
    const uses = all.map((_, at) => {
      const account = accountOf(at);
      const quota = appliedIn(deployment, account);
      return { account, limit: BUCKETS.limit, used: Math.floor(quota * 0.95), quota };
    });
    await deployment.report(uses);
    await deployment.increase();
    await sandbox.clock.sleep(DAYS * DAY_MS);
  }
  return deployment;
}

function appliedIn({ sandbox }: IncreaseDeployment, account: string): number {
  const { quotaIncreases } = sandbox.organisation.account(account);
  return quotaIncreases.applied('us-east-1', BUCKETS.code, sandbox.clock.now()) ?? FIRST;
}

describe('a year in which each increase is', () => {
  let deployment: IncreaseDeployment;
  beforeAll(async () => {
    deployment = await yearOf(answers);
  }, 600_000);

  it.each(answers.map((answer, at) => ({ ...answer, account: accountOf(at) })))(
    '$name: never two open requests, never above the ceiling, never a loop',
    ({ account, ...answer }) => {
      const taken = deployment.accepted(BUCKETS.code, 'us-east-1', account);
      expectYear(answer, taken, appliedIn(deployment, account));
      const calls = deployment.sandbox.calls.list({ operation: OPERATION, account });
      const refused = calls.flatMap(({ errorName, fault }) =>
        fault === undefined ? (errorName ?? []) : [],
      );
      expect(refused).toEqual([]);
      // What AWS answers with an error is not hammered either: at most once a report.
      expect(calls.length).toBeLessThanOrEqual(Math.ceil(365 / DAYS));
    },
  );
});
