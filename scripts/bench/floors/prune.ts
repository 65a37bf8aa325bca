import type { AccountWorld } from '../../../test/sandbox/world.ts';
import type { Bucket } from './wall.ts';
import type { Retention } from './published.ts';
import { candidatesOf, functionsIn, listingPages, oldVersionsOf } from './published.ts';
import { sum, type Calls } from './watch.ts';

/** A prune of one account and Region in which nothing uses the old versions. */
export interface PrunedAccount {
  readonly account: AccountWorld;
  readonly region: string;
  readonly kept: Retention;
  readonly now: number;
}

/** The number of versions whose invocations one GetMetricData call returns. */
const VERSIONS_A_QUERY = 500;
/** CloudTrail event names for changes of aliases and deletions of functions. LookupEvents takes one a call. */
const TRAIL_EVENT_NAMES = 6;

/**
 * Returns the fewest calls that a plan needs: the listing, one call to each service that may invoke a
 * version, one CloudTrail lookup for each event name, five reads of each function with a candidate (its
 * policy is one of them), and the policy of each version to be deleted.
 */
export function planCalls(pruned: PrunedAccount): Calls {
  const { functions, withCandidates, old } = countsOf(pruned);
  const wide = [
    'application-autoscaling:DescribeScalableTargets',
    'cloudformation:DescribeStacks',
    'codedeploy:ListDeployments',
    'events:ListEventBuses',
    'events:ListRules',
    'lambda:ListEventSourceMappings',
    'monitoring:ListMetrics',
    'pipes:ListPipes',
    'scheduler:ListSchedules',
    'states:ListStateMachines',
  ];
  return {
    ...Object.fromEntries(wide.map((name) => [name, 1])),
    'cloudtrail:LookupEvents': TRAIL_EVENT_NAMES,
    'lambda:GetAccountSettings': 1,
    'lambda:GetPolicy': old + withCandidates,
    'lambda:ListAliases': withCandidates,
    'lambda:ListFunctionEventInvokeConfigs': functions.length,
    'lambda:ListFunctions': listingPages(functions),
    'lambda:ListProvisionedConcurrencyConfigs': withCandidates,
    'lambda:ListTags': withCandidates,
    'monitoring:GetMetricData': Math.ceil(candidates(pruned) / VERSIONS_A_QUERY),
    // One session for the evidence, and one that can only read the code storage.
    'sts:AssumeRole': 2,
  };
}

/** Returns the calls of planning by the rate limit that they share. The rates are in src/prune/evidence/. */
export function planBuckets(pruned: PrunedAccount): readonly Bucket[] {
  const { 'lambda:GetPolicy': policies = 0, ...calls } = planCalls(pruned);
  const lambda = Object.fromEntries(
    Object.entries(calls).filter(([name]) => name.startsWith('lambda:')),
  );
  return [
    { calls: sum(lambda), perSecond: 8, burst: 8 },
    { calls: policies, perSecond: 12, burst: 12 },
    { calls: calls['cloudtrail:LookupEvents'] ?? 0, perSecond: 1.5, burst: 1.5 },
  ];
}

/** The longest chain of dependent calls of planning: a session, all pages, one read, the plan's upload. */
export function planChain(pruned: PrunedAccount): number {
  return 1 + listingPages(countsOf(pruned).functions) + 1 + 1;
}

/**
 * Returns the fewest calls that apply a plan with every check repeated: code storage before and after, the
 * listing, the event source mappings, reads of each function, and for each version its policy and its
 * deletion.
 */
export function applyCalls(pruned: PrunedAccount): Calls {
  const { functions, withCandidates, old } = countsOf(pruned);
  return {
    'lambda:DeleteFunction': old,
    'lambda:GetAccountSettings': 2,
    'lambda:GetPolicy': old + withCandidates,
    'lambda:ListAliases': withCandidates,
    'lambda:ListEventSourceMappings': 1,
    'lambda:ListFunctionEventInvokeConfigs': withCandidates,
    'lambda:ListFunctions': listingPages(functions),
    'lambda:ListProvisionedConcurrencyConfigs': withCandidates,
    'lambda:ListTags': withCandidates,
    'sts:AssumeRole': 1,
    'sts:GetCallerIdentity': 1,
  };
}

/** The duration of a slice of deletions. Each slice starts with a full burst. See src/prune/apply/apply.ts. */
const SLICE_SECONDS = 50;

/** Returns the calls of applying by the rate limit that they share. The rates are in src/prune/delete/access.ts. */
export function applyBuckets(pruned: PrunedAccount): readonly Bucket[] {
  const { 'lambda:GetPolicy': policies = 0, ...calls } = applyCalls(pruned);
  const lambda = Object.fromEntries(
    Object.entries(calls).filter(([name]) => name.startsWith('lambda:')),
  );
  const slices = Math.ceil(sum(lambda) / 8 / SLICE_SECONDS);
  return [
    { calls: sum(lambda), perSecond: 8, burst: 8 * slices },
    { calls: policies, perSecond: 10, burst: 10 * slices },
  ];
}

/**
 * Returns the longest chain of calls of applying that wait for one another: the plan, a session, the caller's
 * identity, every page of the listing, then one deletion between the two writes of its journal, and the code
 * storage.
 */
export function applyChain(pruned: PrunedAccount): number {
  return 3 + listingPages(countsOf(pruned).functions) + 4;
}

function countsOf({ account, region, kept, now }: PrunedAccount) {
  const functions = functionsIn(account, region);
  const withCandidates = functions.filter((one) => candidatesOf(one, kept, now).length > 0);
  const old = functions.reduce((total, one) => total + oldVersionsOf(one, kept, now).length, 0);
  return { functions, withCandidates: withCandidates.length, old };
}

function candidates({ account, region, kept, now }: PrunedAccount): number {
  return functionsIn(account, region).reduce(
    (total, one) => total + oldVersionsOf(one, kept, now).length,
    0,
  );
}
