import type { AccountWorld } from '../../../test/sandbox/world.ts';
import type { Bucket } from './wall.ts';
import type { Retention } from './published.ts';
import { candidatesOf, functionsIn, listingPages, oldVersionsOf } from './published.ts';
import { sum, type Calls } from './watch.ts';

/** One account in one Region, whose old versions nothing uses. */
export interface Pruned {
  readonly account: AccountWorld;
  readonly region: string;
  readonly kept: Retention;
  readonly now: number;
}

/** Versions whose invocations one GetMetricData answers for. */
const VERSIONS_A_QUERY = 500;
/** Of changes of aliases and of deletions of functions; CloudTrail looks up one name at a time. */
const TRAIL_EVENT_NAMES = 6;

/**
 * The fewest calls to the account that a plan can rest on: its listing, one look into each service that
 * may call a version, CloudTrail for each kind of event that moves an alias, five reads of each function
 * that has a candidate, its own policy among them, and the policy of each version that is to go.
 */
export function planCalls(pruned: Pruned): Calls {
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
    // One for the evidence, and one that can read the code storage alone.
    'sts:AssumeRole': 2,
  };
}

/** Each pace of planning, with what is asked at it; see the paces in src/prune/evidence/. */
export function planBuckets(pruned: Pruned): readonly Bucket[] {
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

/** A session, every page, one read of what was listed, and the plan put away. */
export function planChain(pruned: Pruned): number {
  return 1 + listingPages(countsOf(pruned).functions) + 1 + 1;
}

/**
 * The fewest calls to the account that delete what is planned with everything checked once more: the
 * usage before and after, the listing, the mappings, four reads of each function, and of each version its
 * policy and its deletion.
 */
export function applyCalls(pruned: Pruned): Calls {
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

/** Deletions begin for so long in a slice; the next one has a burst of its own. See src/prune/apply/apply.ts. */
const SLICE_SECONDS = 50;

/** See src/prune/delete/access.ts. */
export function applyBuckets(pruned: Pruned): readonly Bucket[] {
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

/** The plan read, a session, who that is, every page, an intent, a deletion, its outcome, the usage after. */
export function applyChain(pruned: Pruned): number {
  return 3 + listingPages(countsOf(pruned).functions) + 4;
}

function countsOf({ account, region, kept, now }: Pruned) {
  const functions = functionsIn(account, region);
  const withCandidates = functions.filter((one) => candidatesOf(one, kept, now).length > 0);
  const old = functions.reduce((total, one) => total + oldVersionsOf(one, kept, now).length, 0);
  return { functions, withCandidates: withCandidates.length, old };
}

function candidates({ account, region, kept, now }: Pruned): number {
  return functionsIn(account, region).reduce(
    (total, one) => total + oldVersionsOf(one, kept, now).length,
    0,
  );
}
