import { join } from 'node:path';
import * as z from 'zod/mini';

import { DEFAULTS } from '../../src/config/defaults.ts';
import type { Bundle } from '../bundle/build-bundles.ts';
import type { LambdaFunction } from '../lambda/run-function.ts';
import type { BenchContext } from './context.ts';
import type { PrunedAccount } from './floors/prune.ts';
import {
  applyBuckets,
  applyCalls,
  applyChain,
  planBuckets,
  planCalls,
  planChain,
} from './floors/prune.ts';
import { wallFloor, type WallFloor } from './floors/wall.ts';
import type { Calls } from './floors/watch.ts';
import { BENCH_ENTRIES, bundlesFor, functionOf, runCold } from './processes/functions.ts';
import { startSandbox, type BenchSandbox } from './processes/start-sandbox.ts';
import type { Setting } from './worlds/accounts.ts';
import { oneAccount } from './worlds/one-account.ts';

/** One step of a prune, measured at one network latency. */
export interface StepAtLatency {
  readonly step: 'plan' | 'apply';
  readonly latencyMs: number;
  /** The total time of all invocations. */
  readonly wallMs: number;
  readonly invocations: number;
  readonly floor: WallFloor;
  /** Calls to the pruned account. */
  readonly calls: Calls;
  readonly callsFloor: Calls;
  /** Calls to the deployment's own bucket and topic. */
  readonly ownCalls: number;
  readonly refused: Calls;
}

const planned = z.object({
  state: z.literal('planned'),
  toApply: z.object({ planId: z.string(), confirm: z.string() }),
});
const unfinished = z.object({ state: z.literal('unfinished'), continueWith: z.string() });
const slice = z.object({
  state: z.enum(['goes-on', 'finished']),
  counts: z.object({ planned: z.number(), deleted: z.number() }),
});

/** Plans and prunes one account, at all latencies in parallel: nearly all of the time is waiting for the rate limit. */
export async function measurePrune(
  { isQuick, directory, now, tell }: BenchContext,
  latenciesMs: readonly number[],
): Promise<readonly StepAtLatency[]> {
  const setting = oneAccount(isQuick ? 5 : 24, 23, now);
  const account = setting.world.accounts[1];
  if (account === undefined) throw new Error('the world has no account to prune');
  const bundles = await bundlesFor(
    setting,
    [BENCH_ENTRIES.watch, BENCH_ENTRIES.plan, BENCH_ENTRIES.prune],
    join(directory, 'prune-wall'),
  );
  tell(`plan and prune at ${latenciesMs.join(', ')} ms, side by side …`);
  const pruned: PrunedAccount = { account, region: 'eu-west-1', kept: DEFAULTS, now };
  const steps = await Promise.all(latenciesMs.map((ms) => pruneAt(ms, setting, pruned, bundles)));
  return steps.flat();
}

async function pruneAt(
  latencyMs: number,
  setting: Setting,
  pruned: PrunedAccount,
  [watch, plan, prune]: readonly Bundle[],
): Promise<readonly StepAtLatency[]> {
  if (watch === undefined || plan === undefined || prune === undefined) {
    throw new Error('the build made too few functions');
  }
  const sandbox = await startSandbox(setting, { latencyMs });
  const planning = functionOf({ name: 'plan', bundle: plan, sandbox });
  const pruning = functionOf({ name: 'prune', bundle: prune, sandbox });
  try {
    // As in a deployment, a watch run has stored its state before a plan is made.
    await runCold({ name: 'watch', bundle: watch, sandbox }, {});
    await sandbox.clear();
    const made = await makePlan(planning);
    const planStep = await stepOf('plan', latencyMs, made, sandbox, pruned);
    await sandbox.clear();
    const gone = await applyPlan(pruning, made.toApply);
    return [planStep, await stepOf('apply', latencyMs, gone, sandbox, pruned)];
  } finally {
    await Promise.all([planning.close(), pruning.close()]);
    await sandbox.close();
  }
}

interface InvocationTotals {
  readonly wallMs: number;
  readonly invocations: number;
}

/** @throws when no plan is made */
async function makePlan(
  planning: LambdaFunction,
): Promise<InvocationTotals & { readonly toApply: z.infer<typeof planned>['toApply'] }> {
  let wallMs = 0;
  let event: unknown = { account: 'dev' };
  for (let invocations = 1; ; invocations += 1) {
    const result = await planning.invoke(event);
    wallMs += result.durationMs;
    const payload = result.ok ? result.payload : undefined;
    const whole = planned.safeParse(payload);
    if (whole.success) return { wallMs, invocations, toApply: whole.data.toApply };
    const part = unfinished.safeParse(payload);
    if (!part.success) throw new Error(`no plan was made: ${JSON.stringify(result)}`);
    event = { continue: part.data.continueWith };
  }
}

/** @throws when a planned version is not deleted */
async function applyPlan(pruning: LambdaFunction, event: unknown): Promise<InvocationTotals> {
  let wallMs = 0;
  for (let invocations = 1; ; invocations += 1) {
    const result = await pruning.invoke(event);
    wallMs += result.durationMs;
    const answer = slice.safeParse(result.ok ? result.payload : undefined);
    if (!answer.success) throw new Error(`nothing was pruned: ${JSON.stringify(result)}`);
    const { state, counts } = answer.data;
    if (state === 'goes-on') continue;
    if (counts.deleted !== counts.planned) throw new Error(`left: ${JSON.stringify(counts)}`);
    return { wallMs, invocations };
  }
}

async function stepOf(
  step: StepAtLatency['step'],
  latencyMs: number,
  { wallMs, invocations }: InvocationTotals,
  sandbox: BenchSandbox,
  pruned: PrunedAccount,
): Promise<StepAtLatency> {
  const { operations, refused } = await sandbox.calls();
  const isOwn = (name: string): boolean => name.startsWith('s3:') || name.startsWith('sns:');
  const entries = Object.entries(operations);
  const [chain, buckets, callsFloor] =
    step === 'plan'
      ? [planChain(pruned), planBuckets(pruned), planCalls(pruned)]
      : [applyChain(pruned), applyBuckets(pruned), applyCalls(pruned)];
  return {
    step,
    latencyMs,
    wallMs,
    invocations,
    floor: wallFloor(latencyMs, chain, buckets),
    calls: Object.fromEntries(entries.filter(([name]) => !isOwn(name))),
    callsFloor,
    ownCalls: entries.filter(([name]) => isOwn(name)).reduce((all, [, amount]) => all + amount, 0),
    // Answers for a version without a policy, or a document that does not exist yet, are expected.
    refused: Object.fromEntries(
      Object.entries(refused).filter(([what]) => !/NotFoundException$|NoSuchKey$/.test(what)),
    ),
  };
}
