import type { Configuration } from '../model/configuration.ts';
import type { ActionCalls, CostAssumptions, LimitCalls, RunPace } from './model.ts';
import { globalRegionOf, partitionOf } from '../model/regions.ts';
import { watchedTopics } from '../alerts/notices/watched-topics.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html: with all versions, 50 whatever is asked for. */
const LAMBDA_ITEMS_A_PAGE = 50;
/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html */
const BUCKETS_A_PAGE = 10_000;

/** The report of a run: the page under its time and as the latest, and the latest as JSON. */
export const REPORT_WRITES = 3;

/**
 * Of the list of accounts, where they are found: each run reads the last one, too. Listing the organisation
 * is free: https://docs.aws.amazon.com/organizations/latest/userguide/pricing.html
 */
export function listWrites({ findsAccounts }: RunPace): number {
  return findsAccounts === true ? 1 : 0;
}

type CallsOfAction = (
  assumed: CostAssumptions,
  configuration: Configuration,
  pace: RunPace,
) => number;

/** How often a run calls each action in one place where all is well: an account and Region, or an account. */
const CALLS: Readonly<Record<string, CallsOfAction>> = {
  'lambda:GetAccountSettings': () => 1,
  'lambda:ListFunctions': ({ functions, versionsPerFunction }) =>
    // An account without functions is not listed. Each has a $LATEST besides.
    functions === 0 ? 0 : pages(functions * (versionsPerFunction + 1), LAMBDA_ITEMS_A_PAGE),
  // Only of functions that have versions beyond those that are kept anyway; the youngest may be too young.
  'lambda:ListAliases': (assumed, { versions }) =>
    assumed.versionsPerFunction > versions.keepNewest
      ? assumed.functions * pages(assumed.aliasesPerFunction, LAMBDA_ITEMS_A_PAGE)
      : 0,
  'lambda:GetFunction': ({ functions }, _, { functionsAsked }) =>
    Math.min(functions, functionsAsked),
  's3:ListAllMyBuckets': ({ buckets }) => pages(buckets, BUCKETS_A_PAGE),
  'servicequotas:GetServiceQuota': () => 1,
  // Only where no quota was ever applied, and only near the quota. Both are free of charge.
  'servicequotas:GetAWSDefaultServiceQuota': () => 0,
  'servicequotas:ListRequestedServiceQuotaChangeHistoryByQuota': () => 0,
};

export interface RunCalls {
  /** In alphabetical order; without those that are not called. */
  readonly calls: readonly ActionCalls[];
  readonly uncounted: readonly string[];
  /** The most in one account and Region. */
  readonly mostInOnePlace: number;
  /** That leave the tooling Region. */
  readonly elsewhere: number;
}

/** What one run calls where all is well: no retries, nothing refused. */
export function callsOfRun(
  configuration: Configuration,
  limits: readonly LimitCalls[],
  assumed: CostAssumptions,
  pace: RunPace,
): RunCalls {
  const perRun = new Map<string, number>();
  const uncounted = new Set<string>();
  let mostInOnePlace = 0;
  let elsewhere = 0;
  const home = configuration.tooling.region;
  const global = globalRegionOf(partitionOf(home));
  const add = (action: string, calls: number) =>
    perRun.set(action, (perRun.get(action) ?? 0) + calls);

  for (const { regions, stage } of configuration.accounts) {
    const readsStorageMode = configuration.readStorageMode && stage === 'nonprod';
    const places = {
      region: regions.map(({ region }) => region),
      account: [global],
    };
    add('sts:AssumeRole', 1);
    // Whether there is a prune role where none may be. Free, and answered where the account's own limits are.
    const roleReads = stage === 'nonprod' ? 0 : 1;
    add('iam:GetRole', roleReads);
    if (global !== home) elsewhere += roleReads;
    for (const scope of ['region', 'account'] as const) {
      let inOnePlace = 0;
      for (const action of actionsOf(limits, scope, readsStorageMode)) {
        const calls = CALLS[action]?.(assumed, configuration, pace);
        if (calls === undefined) uncounted.add(action);
        else {
          inOnePlace += calls;
          add(action, calls * places[scope].length);
        }
      }
      elsewhere += inOnePlace * places[scope].filter((region) => region !== home).length;
      if (places[scope].length > 0) mostInOnePlace = Math.max(mostInOnePlace, inOnePlace);
    }
  }
  // Of the memory: read once, saved once, and once more after each message. One of several a run is
  // saved as often, so the average over a day is exact.
  const messages = assumed.messagesPerDay / assumed.runsPerDay;
  const list = listWrites(pace);
  add('s3:GetObject', 1 + list);
  add('s3:PutObject', 1 + messages + REPORT_WRITES + list);
  // Prunes that have ended are listed for the report; the few of them that are read cost nothing to speak of.
  add('s3:ListBucket', 1);
  add('sns:ListSubscriptionsByTopic', watchedTopics(configuration).length);
  add('sns:Publish', messages);
  return {
    calls: [...perRun]
      .filter(([, calls]) => calls > 0)
      .map(([action, calls]) => ({ action, perRun: calls }))
      .toSorted((a, b) => (a.action < b.action ? -1 : 1)),
    uncounted: [...uncounted].toSorted(),
    mostInOnePlace,
    elsewhere,
  };
}

/** Each action once: what several limits read is asked for once a run. */
function actionsOf(
  limits: readonly LimitCalls[],
  scope: LimitCalls['scope'],
  readsStorageMode: boolean,
): ReadonlySet<string> {
  return new Set(
    limits
      .filter((limit) => limit.scope === scope)
      .flatMap((limit) => [
        ...limit.actions,
        ...(readsStorageMode ? (limit.storageModeActions ?? []) : []),
      ]),
  );
}

function pages(items: number, onAPage: number): number {
  return Math.max(1, Math.ceil(items / onAPage));
}
