import type { AccountWorld, World } from '../../../test/sandbox/world.ts';
import type { Bucket } from './wall.ts';
import { BUCKETS_A_PAGE, LAMBDA_ITEMS_A_PAGE, pagesOf } from './pages.ts';
import type { Retention } from './published.ts';
import { candidatesOf, functionsIn, listingPages } from './published.ts';

/** What a watch run looks at. */
export interface WatchedPlaces {
  readonly world: World;
  /** Of every account but the tooling account. */
  readonly regions: readonly string[];
  readonly tooling: string;
  readonly kept: Retention;
  readonly now: number;
  /** An earlier run of the day has read aliases and quotas, and nothing has changed since. */
  readonly isRemembered?: boolean;
}

/** Buckets at which AWS is asked whether an increase was requested: 80 % of the default quota. */
const BUCKETS_THAT_WARN = 8_000;
/** Where a partition answers for what is global. */
const GLOBAL_REGION = 'us-east-1';
const REQUESTS_PER_SECOND = 5;
/** For alerts and for health: without routes there are no others. */
const TOPICS = 2;

/** By operation, as the sandbox's call log names them. */
export type Calls = Readonly<Record<string, number>>;

/**
 * The fewest calls that tell usage, limit and old versions of every place, when there is nothing new to
 * say: one session an account, one GetAccountSettings a place, every page of every listing, the aliases
 * of each function that may have an old version unless they are remembered, the memory read and written once, who
 * receives each topic, and what the report of the run takes.
 */
export function watchCalls(watched: WatchedPlaces): Calls {
  const calls = new Map<string, number>([
    // The memory, the mutes, and the list of reports.
    ['s3:GetObject', 3],
    // The memory; then the report as JSON, as metrics and as a page under two names, and the list of reports.
    ['s3:PutObject', 6],
    // Which prunes have ended lately.
    ['s3:ListObjectsV2', 1],
    // Whether anybody receives what is published.
    ['sns:ListSubscriptionsByTopic', TOPICS],
  ]);
  const add = (more: Calls): void => {
    for (const [name, amount] of Object.entries(more)) {
      if (amount > 0) calls.set(name, (calls.get(name) ?? 0) + amount);
    }
  };
  for (const account of membersOf(watched)) {
    // What earlier runs have read is read beside the session.
    add({ 'sts:AssumeRole': 1, 's3:GetObject': 1 });
    if (!isReadable(account)) continue;
    for (const region of watched.regions) add(placeCalls(account, region, watched));
    add(accountCalls(account, watched));
    // What this run has read, for later ones.
    add({ 's3:PutObject': watched.isRemembered === true ? 0 : 1 });
  }
  return Object.fromEntries([...calls].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The longest chain of calls of which each needs the answer of the one before. */
export function watchChain(watched: WatchedPlaces): number {
  const chains = membersOf(watched).flatMap((account) => {
    if (!isReadable(account)) return [1];
    const inPlaces = watched.regions.map((region) => {
      const calls = placeCalls(account, region, watched);
      // Pages lead one to the next; the aliases of functions can be read side by side.
      const aliases = (calls['lambda:ListAliases'] ?? 0) > 0 ? 1 : 0;
      return 2 + (calls['lambda:ListFunctions'] ?? 0) + aliases;
    });
    // What this run has read is kept for later ones.
    const ofReadings = watched.isRemembered === true ? 0 : 1;
    const all = [...inPlaces, 1 + (accountCalls(account, watched)['s3:ListBuckets'] ?? 0)];
    return all.map((chain) => chain + ofReadings);
  });
  // The memory can be read meanwhile; it is written when everything is known, and the report when everyone is notified.
  return Math.max(...chains) + 2;
}

/** Each account and Region with what it is asked, at the pace that a run allows itself there. */
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

/** Without a stack there is no role to assume. */
function isReadable({ stacks = [] }: AccountWorld): boolean {
  return stacks.length > 0;
}

function placeCalls(account: AccountWorld, region: string, watched: WatchedPlaces): Calls {
  const { kept, now, isRemembered = false } = watched;
  const functions = functionsIn(account, region);
  // The account's own count says that there is nothing to list.
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
