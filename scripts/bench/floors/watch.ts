import type { AccountWorld, World } from '../../../test/sandbox/world.ts';
import type { Bucket } from './wall.ts';
import { BUCKETS_A_PAGE, LAMBDA_ITEMS_A_PAGE, pagesOf } from './pages.ts';
import type { Retention } from './published.ts';
import { candidatesOf, functionsIn, listingPages } from './published.ts';

/** The world of a watch run, and the settings that decide which calls it makes. */
export interface WatchedPlaces {
  readonly world: World;
  /** The Regions that are watched in every account but the tooling account. */
  readonly regions: readonly string[];
  readonly tooling: string;
  readonly kept: Retention;
  readonly now: number;
  /** True when an earlier run of the day has stored aliases and quotas, and nothing has changed since. */
  readonly isRemembered?: boolean;
}

/** The number of buckets from which a run looks up requested quota increases: 80 % of the default quota. */
const BUCKETS_THAT_WARN = 8_000;
/** The Region that answers for account-wide services such as S3's list of buckets. */
const GLOBAL_REGION = 'us-east-1';
const REQUESTS_PER_SECOND = 5;
/** The topics for alerts and for health; routes would add more. */
const TOPICS = 2;

/** The number of calls by operation, such as `lambda:ListFunctions`. */
export type Calls = Readonly<Record<string, number>>;

/**
 * Returns the fewest calls that measure usage, limits and old versions everywhere when there is nothing to
 * alert: one session for each account, one GetAccountSettings for each Region, every page of every listing,
 * the aliases of each function that may have old versions unless they are stored, and what the run needs for
 * its state, topics and report.
 */
export function watchCalls(watched: WatchedPlaces): Calls {
  const calls = new Map<string, number>([
    // The state, the mutes, and the list of reports.
    ['s3:GetObject', 3],
    // The state; the report as JSON, as metrics and as a page under two names; and the list of reports.
    ['s3:PutObject', 6],
    // Which prunes finished recently.
    ['s3:ListObjectsV2', 1],
    // Whether each topic has subscribers.
    ['sns:ListSubscriptionsByTopic', TOPICS],
  ]);
  const add = (more: Calls): void => {
    for (const [name, amount] of Object.entries(more)) {
      if (amount > 0) calls.set(name, (calls.get(name) ?? 0) + amount);
    }
  };
  for (const account of membersOf(watched)) {
    // What earlier runs stored about the account is read along with the session.
    add({ 'sts:AssumeRole': 1, 's3:GetObject': 1 });
    if (!isReadable(account)) continue;
    for (const region of watched.regions) add(placeCalls(account, region, watched));
    add(accountCalls(account, watched));
    // This run stores aliases and quotas for later runs.
    add({ 's3:PutObject': watched.isRemembered === true ? 0 : 1 });
  }
  return Object.fromEntries([...calls].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Returns the length of the longest chain of calls of which each needs the answer of the one before. */
export function watchChain(watched: WatchedPlaces): number {
  const chains = membersOf(watched).flatMap((account) => {
    if (!isReadable(account)) return [1];
    const inPlaces = watched.regions.map((region) => {
      const calls = placeCalls(account, region, watched);
      // Each page needs the one before; the aliases of all functions are read in parallel.
      const aliases = (calls['lambda:ListAliases'] ?? 0) > 0 ? 1 : 0;
      return 2 + (calls['lambda:ListFunctions'] ?? 0) + aliases;
    });
    // One call stores aliases and quotas for later runs.
    const ofReadings = watched.isRemembered === true ? 0 : 1;
    const all = [...inPlaces, 1 + (accountCalls(account, watched)['s3:ListBuckets'] ?? 0)];
    return all.map((chain) => chain + ofReadings);
  });
  // The state is read in parallel, but written last, and the report is written after the alerts are sent.
  return Math.max(...chains) + 2;
}

/** Returns the calls of each account and Region, with the request rate that a run allows itself there. */
export function watchBuckets(watched: WatchedPlaces): readonly Bucket[] {
  const perSecond = REQUESTS_PER_SECOND;
  return membersOf(watched)
    .filter(isReadable)
    .flatMap((account) =>
      watched.regions.map((region) => {
        const inPlace = sum(placeCalls(account, region, watched));
        const global = region === GLOBAL_REGION ? sum(accountCalls(account, watched)) : 0;
        return { calls: inPlace + global, perSecond, burst: perSecond };
      }),
    );
}

function membersOf({ world, tooling }: WatchedPlaces): readonly AccountWorld[] {
  return world.accounts.filter(({ id }) => id !== tooling);
}

/** An account without a stack has no role to assume. */
function isReadable({ stacks = [] }: AccountWorld): boolean {
  return stacks.length > 0;
}

function placeCalls(account: AccountWorld, region: string, watched: WatchedPlaces): Calls {
  const { kept, now, isRemembered = false } = watched;
  const functions = functionsIn(account, region);
  // GetAccountSettings returns the number of functions; with 0 there is nothing to list.
  if (functions.length === 0) return { 'lambda:GetAccountSettings': 1 };
  const aliases = functions
    .filter((one) => candidatesOf(one, kept, now).length > 0)
    .map(({ aliases: all = [] }) => pagesOf(all.length, LAMBDA_ITEMS_A_PAGE));
  return {
    'lambda:GetAccountSettings': 1,
    'lambda:ListFunctions': listingPages(functions),
    'lambda:ListAliases': isRemembered ? 0 : aliases.reduce((total, pages) => total + pages, 0),
  };
}

function accountCalls(
  { bucketCount = 0, buckets = [] }: AccountWorld,
  { isRemembered = false }: WatchedPlaces,
): Calls {
  const all = bucketCount + buckets.length;
  return {
    's3:ListBuckets': pagesOf(all, BUCKETS_A_PAGE),
    'servicequotas:GetServiceQuota': isRemembered ? 0 : 1,
    'servicequotas:ListRequestedServiceQuotaChangeHistoryByQuota':
      all >= BUCKETS_THAT_WARN && !isRemembered ? 1 : 0,
  };
}

export function sum(calls: Calls): number {
  return Object.values(calls).reduce((total, amount) => total + amount, 0);
}
