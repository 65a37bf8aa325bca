import { describe, expect, it } from 'vitest';

import type { QuotaAccess } from '../../src/increases/access.ts';
import type { PastRequest } from '../../src/increases/decide/model.ts';
import { runIncreases } from '../../src/increases/run.ts';
import type { IncreaseStore } from '../../src/increases/store.ts';
import type { ReadFailure } from '../../src/model/failure.ts';
import { limitId } from '../../src/model/limit.ts';
import { DAY_MS, HOUR_MS, instant } from '../../src/model/time.ts';
import { quantity } from '../../src/model/units.ts';
import type { IncreaseState } from '../sandbox/state/quota-increases.ts';
import { QuotaIncreases } from '../sandbox/state/quota-increases.ts';
import { sized } from '../size.ts';
import { BUCKETS, reportOf } from './run-increases.ts';
import type { Answer } from './year-answers.ts';
import { answers, CEILING, expectYear, FIRST, STEP } from './year-answers.ts';

const START = Date.UTC(2026, 0, 1);
const REGION = 'us-east-1';
const RUNS_A_DAY = sized(1, 4);

/** A year with the sandbox's Service Quotas, called directly; `year.full.test.ts` calls it over the wire. */
class Year {
  readonly increases = new QuotaIncreases();
  now = START;
  opened = 0;
  sent = 0;
  readonly #answer: Answer;

  constructor(answer: Answer) {
    this.#answer = answer;
  }

  get applied(): number {
    return this.increases.applied(REGION, BUCKETS.code, this.now) ?? FIRST;
  }

  get taken(): readonly IncreaseState[] {
    return this.increases.of(REGION, BUCKETS.code, this.now).toReversed();
  }

  access(): QuotaAccess {
    return {
      appliedQuota: async () => ({ applied: quantity('count', this.applied), adjustable: true }),
      // AWS is known to show closed requests for 90 days only.
      history: async () =>
        this.increases
          .of(REGION, BUCKETS.code, this.now)
          .filter(({ changedAt, status }) => isOpen(status) || changedAt > this.now - 90 * DAY_MS)
          .map(pastRequest),
      automatic: async () => ({ kind: 'off' }),
      request: async (_, desired) => {
        this.sent += 1;
        const { fault, verdict } = this.#answer;
        const isFaulty =
          fault !== undefined && (fault.times === 'always' || this.sent <= fault.times);
        if (isFaulty && fault.effect.kind !== 'reset') {
          const isThrottled = fault.effect.kind === 'throttle';
          return failed(isThrottled ? 'TooManyRequestsException' : 'AccessDeniedException');
        }
        if (this.increases.open(this.now) > 0) this.opened += 1;
        const taken = this.#take(desired, verdict);
        return isFaulty ? failed('ECONNRESET') : { kind: 'requested', request: pastRequest(taken) };
      },
    };
  }

  #take(desired: number, verdict: Answer['verdict']): IncreaseState {
    const asked = {
      account: '',
      region: REGION,
      quota: BUCKETS.code,
      desired,
      applied: this.applied,
      supportCase: true,
      earlier: 0,
    };
    return this.increases.take({
      region: REGION,
      quota: BUCKETS.code,
      id: `request-${this.sent}`,
      desired,
      createdAt: this.now,
      verdict: verdict?.(asked) ?? { status: 'PENDING' },
    });
  }
}

const isOpen = (status: string): boolean => ['PENDING', 'CASE_OPENED'].includes(status);

function pastRequest({ id, desired, status, createdAt, changedAt }: IncreaseState): PastRequest {
  return { id, desired, status, at: instant(createdAt), changedAt: instant(changedAt) };
}

function failed(errorName: string) {
  const failure: ReadFailure = {
    reason: 'unexpected',
    operation: 'servicequotas:RequestServiceQuotaIncrease',
    errorName,
    message: '',
    attempts: 1,
  };
  return { kind: 'failed', failure } as const;
}

/** Returns a store that keeps the last saved state, like S3. */
function memoryStore(): IncreaseStore {
  let kept: Parameters<IncreaseStore['save']>[0] | undefined;
  let saves = 0;
  return {
    load: async () =>
      kept === undefined ? { kind: 'missing' } : { kind: 'found', stored: kept, tag: `${saves}` },
    save: async (stored) => {
      kept = stored;
      saves += 1;
      return { kind: 'written', tag: `${saves}` };
    },
  };
}

async function yearOf(answer: Answer): Promise<Year> {
  const year = new Year(answer);
  const store = memoryStore();
  const access = year.access();
  const settings = {
    mode: 'ask',
    rules: [
      {
        limit: limitId(BUCKETS.limit),
        accounts: [],
        stages: [],
        regions: [],
        ceiling: CEILING,
        step: { kind: 'by', amount: STEP },
        supportCase: true,
      },
    ],
  } as const;
  for (; year.now < START + 365 * DAY_MS; year.now += DAY_MS / RUNS_A_DAY) {
    const quota = year.applied;
    const use = { limit: BUCKETS.limit, used: Math.floor(quota * 0.95), quota };
    await runIncreases(
      {
        runId: `run-${year.now}`,
        report: reportOf([use], `watch-${year.now}`, year.now),
        settings,
        forecastDays: 14,
        quotaOf: () => ({ ServiceCode: 's3', QuotaCode: 'L-DC2B2D3D' }),
        until: instant(year.now + HOUR_MS),
        leaseMs: HOUR_MS,
      },
      {
        clock: { now: () => instant(year.now), sleep: async () => undefined },
        store,
        open: () => access,
      },
    );
  }
  return year;
}

describe('a year of runs in which each increase is', () => {
  it.each(answers)(
    '$name: never two open requests, never above the ceiling, never a loop',
    async (answer) => {
      const year = await yearOf(answer);
      expectYear(answer, year.taken, year.applied);
      expect(year.opened).toBe(0);
      expect(year.sent).toBeLessThanOrEqual(365 * RUNS_A_DAY);
    },
  );
});
