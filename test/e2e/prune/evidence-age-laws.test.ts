import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { region } from '../../../src/model/aws-ids.ts';
import { instant } from '../../../src/model/time.ts';
import { agedSources } from '../../../src/prune/evidence/age.ts';
import { callerOf } from '../../../src/prune/evidence/callers.ts';
import type { EvidenceCheck } from '../../../src/prune/model/evidence.ts';
import { killedAfter } from '../../prune/apply/killed.ts';
import { SEED, WIRE_WORLDS } from '../../prune/plan/runs.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { sized } from '../../size.ts';
import { handlersOver, OLD, pruningWith, storedPlan } from './harness.ts';
import { DEV, devAccount } from './run-prune.ts';

const MINUTE_MS = 60_000;
/** The number of random schedules; each simulates an hour or two. */
const SCHEDULES = Math.ceil(WIRE_WORLDS / 5);
const TIME_MS = 60_000 + 40_000 * SCHEDULES;

/**
 * The operations that the plan function calls for each check whose evidence can become too old, for versions
 * without traits.
 */
const OPERATIONS: ReadonlyMap<EvidenceCheck, readonly string[]> = new Map(
  agedSources([{ region: region('eu-west-1'), traits: [] }], [], instant(0)).map(({ check }) => [
    check,
    Object.keys(callerOf(check).grants).map((action) => action.replace(/^.*:/, '')),
  ]),
);
const ALL_OPERATIONS = [...new Set([...OPERATIONS.values()].flat())];
/**
 * The name of the plan function's session. Both functions list and read settings, but only the plan function's
 * reads are evidence with an age.
 */
const PLAN_SESSION = '/limits-watchdog-plan-';

/** What happens before an invocation; usually nothing. */
const moment = fc.record({
  pauseMinutes: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 40 })),
  killedAfterCalls: fc.option(fc.integer({ min: 1, max: 120 }), { freq: 2 }),
  throttled: fc.option(
    fc.record({
      operation: fc.constantFrom(...ALL_OPERATIONS),
      times: fc.integer({ min: 1, max: 9 }),
    }),
    { freq: 2 },
  ),
});

/** Enough versions for several invocations. */
const { versions, deletionMs } = sized(
  { versions: '1-80', deletionMs: 7_500 },
  { versions: '1-150', deletionMs: 4_000 },
);

const SETTING = {
  accounts: [
    devAccount({
      functions: [
        { name: 'big', versions, ...OLD, codeSize: 9_000_000 },
        { name: 'pay', versions: '1-12', ...OLD, aliases: [{ name: 'live', version: '12' }] },
      ],
    }),
  ],
};

/**
 * A caller that follows the answers: it renews evidence when the answer asks for it, and stops after five
 * invocations without progress.
 */
class Caller {
  invocations = 0;
  #idle = 0;
  #remaining: number | undefined;
  #next: Readonly<Record<string, unknown>>;
  readonly #apply: Readonly<Record<string, unknown>>;
  readonly #planId: string;

  constructor(planId: string) {
    this.#planId = planId;
    this.#apply = { planId, confirm: 'dev' };
    this.#next = this.#apply;
  }

  /** Invokes a function once and returns whether this was the last invocation. */
  async turn(pruning: ReturnType<typeof handlersOver>): Promise<boolean> {
    this.invocations += 1;
    if (this.#next !== this.#apply) {
      const answer = await pruning.planOnce(this.#next);
      this.#next = answer.state === 'unfinished' ? { continue: answer.continueWith } : this.#apply;
      return answer.state === 'refused';
    }
    const answer = await pruning.prune(this.#apply);
    if (answer.state === 'busy' && 'retryAfterSeconds' in answer) {
      await pruning.sandbox.clock.sleep((answer.retryAfterSeconds ?? 1) * 1000);
      return false;
    }
    if (answer.state !== 'goes-on' && answer.state !== 'needs-evidence') return true;
    this.#idle = answer.remaining === this.#remaining ? this.#idle + 1 : 0;
    this.#remaining = answer.remaining;
    if (answer.renewEvidence !== undefined) this.#next = { renew: this.#planId };
    return this.isIdle;
  }

  /** Whether five invocations in a row made no progress. */
  get isIdle(): boolean {
    return this.#idle >= 5;
  }
}

/** Returns the operations by check, limited to those that planning called: others had nothing to read. */
function readsOfPlan(sandbox: Sandbox): ReadonlyMap<EvidenceCheck, readonly string[]> {
  const asked = new Set(
    sandbox.calls.list({ account: DEV, status: 200 }).map(({ operation }) => operation),
  );
  return new Map(
    [...OPERATIONS].map(([check, those]) => [check, those.filter((one) => asked.has(one))]),
  );
}

/**
 * Returns the largest age, over all deleted versions, that the newest successful read had at the deletion, in
 * milliseconds. A repeated request for a version that is already deleted does not count.
 */
function oldestEvidenceMs(sandbox: Sandbox, reads: readonly string[]): number {
  const readAt = new Map<string, number>();
  const deleted = new Set<string>();
  let oldest = 0;
  for (const { operation, status, time, access, principal } of sandbox.calls.list()) {
    if (status === 200 && principal.includes(PLAN_SESSION)) readAt.set(operation, time);
    const version = access[0]?.resource ?? '';
    if (operation !== 'DeleteFunction' || status !== 204 || deleted.has(version)) continue;
    deleted.add(version);
    for (const read of reads) oldest = Math.max(oldest, time - (readAt.get(read) ?? 0));
  }
  return oldest;
}

describe(`evidence and its age, over the wire, ${SCHEDULES} schedules`, () => {
  it(
    'with any pauses, kills and throttles, no deletion uses evidence older than 15 minutes, and every schedule ends',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(moment, { maxLength: 12 }), async (moments) => {
          const pruning = pruningWith(SETTING);
          const { sandbox } = pruning;
          const { planId } = await storedPlan(pruning);
          const reads = readsOfPlan(sandbox);
          expect([...reads].filter(([, those]) => those.length === 0)).toEqual([]);
          // Slows deletions down, so that several invocations are needed.
          sandbox.faults.add({
            match: { operation: 'DeleteFunction' },
            times: 'always',
            effect: { kind: 'delay', ms: deletionMs },
          });
          const caller = new Caller(planId);
          let isOver = false;
          for (const { pauseMinutes, killedAfterCalls, throttled } of moments) {
            if (isOver) break;
            await sandbox.clock.sleep(pauseMinutes * MINUTE_MS);
            const { operation, times } = throttled ?? {};
            if (operation !== undefined && times !== undefined) {
              sandbox.faults.add({ match: { operation }, times, effect: { kind: 'throttle' } });
            }
            const killed =
              killedAfterCalls === null
                ? pruning
                : handlersOver(
                    sandbox,
                    SETTING,
                    killedAfter(pruning.http(), killedAfterCalls).handler,
                  );
            isOver = await caller.turn(killed).catch(() => false);
          }
          while (!isOver && caller.invocations < 60) isOver = await caller.turn(pruning);
          expect([isOver, caller.isIdle]).toEqual([true, false]);
          expect(oldestEvidenceMs(sandbox, [...reads.values()].flat())).toBeLessThanOrEqual(
            15 * MINUTE_MS,
          );
        }),
        { numRuns: SCHEDULES, seed: SEED },
      );
    },
    TIME_MS,
  );
});
