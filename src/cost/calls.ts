import type { Configuration } from '../model/configuration.ts';
import { neededActions } from '../limits/limit.ts';
import type { ReadingKind } from '../limits/limit.ts';
import { shareOfRuns } from '../limits/remembered/memory.ts';
import { limitsIn } from '../limits/watched-limits.ts';
import type { ActionCalls, CostAssumptions, LimitCalls, RunPace } from './model.ts';
import { globalRegionOf, partitionOf } from '../model/regions.ts';
import { watchedTopics } from '../alerts/notices/watched-topics.ts';

/** The number of S3 objects that a run writes for its report: two pages, JSON, metrics, and the list of runs. */
export const REPORT_WRITES = 5;

/**
 * How often a run reads and writes the S3 object of discovered accounts: 1 with discovery, else 0. AWS Organizations
 * is free: https://docs.aws.amazon.com/organizations/latest/userguide/pricing.html
 */
export function accountListWrites({ findsAccounts }: RunPace): number {
  return findsAccounts === true ? 1 : 0;
}

export interface RunCalls {
  /** The calls by action, in alphabetical order; actions without calls are left out. */
  readonly calls: readonly ActionCalls[];
  /** The most calls in one account and Region, or for one account as a whole. */
  readonly mostInOneTarget: number;
  /** The number of calls to Regions other than the tooling Region. */
  readonly callsToOtherRegions: number;
  /** S3 objects that are written to remember aliases and quotas for later runs. */
  readonly readingWrites: number;
}

/** The calls of one run without errors and retries: the average over a day on which no version changes. */
export function callsOfRun(
  configuration: Configuration,
  limits: readonly LimitCalls[],
  assumed: CostAssumptions,
  pace: RunPace,
): RunCalls {
  const perRun = new Map<string, number>();
  const most = new Map<string, number>();
  let mostInOneTarget = 0;
  let callsToOtherRegions = 0;
  const home = configuration.tooling.region;
  const global = globalRegionOf(partitionOf(home));
  const add = (action: string, calls: number, fraction = 1) => {
    perRun.set(action, (perRun.get(action) ?? 0) + calls * fraction);
    most.set(action, (most.get(action) ?? 0) + calls);
  };
  // With a paused schedule, the calls are those of one run a day that is started by hand.
  const runsPerDay = Math.max(1, assumed.runsPerDay);
  const fractionOf = (remembered: ReadingKind | undefined): number =>
    remembered === undefined ? 1 : shareOfRuns(remembered, runsPerDay);

  for (const account of configuration.accounts) {
    const { regions, stage } = account;
    const measured = limitsIn(account, limits);
    const readsStorageMode = configuration.readStorageMode && stage === 'nonprod';
    const places = {
      region: regions.map(({ region }) => region),
      account: [global],
    };
    add('sts:AssumeRole', 1);
    // Outside `nonprod`, each run checks that there is no prune role: a free call, to IAM in the global Region.
    const roleReads = stage === 'nonprod' ? 0 : 1;
    add('iam:GetRole', roleReads);
    if (global !== home) callsToOtherRegions += roleReads;
    for (const scope of ['region', 'account'] as const) {
      let inOnePlace = 0;
      // The calls of an action that several limits use are made, and counted, once a run.
      const ofScope = measured.filter((limit) => limit.scope === scope);
      const otherRegionCount = places[scope].filter((region) => region !== home).length;
      for (const one of neededActions(ofScope, readsStorageMode)) {
        const calls = one.callsPerRun(assumed, configuration.versions);
        const fraction = fractionOf(one.remembered);
        inOnePlace += calls;
        add(one.action, calls * places[scope].length, fraction);
        callsToOtherRegions += calls * fraction * otherRegionCount;
      }
      if (places[scope].length > 0) mostInOneTarget = Math.max(mostInOneTarget, inOnePlace);
    }
  }
  // A run reads the state, the mutes and the list of reports. It saves the state once, and once more after each
  // message; each message is also stored as a document.
  const messages = assumed.messagesPerDay / runsPerDay;
  const list = accountListWrites(pace);
  add('s3:GetObject', 3 + list);
  add('s3:PutObject', 1 + 2 * messages + REPORT_WRITES + list);
  // Aliases and quotas of earlier runs are one object per account, which is written when either is read again.
  const readings = configuration.accounts.length;
  const writes = Math.min(1, fractionOf('aliases') + fractionOf('quotas'));
  add('s3:GetObject', readings);
  add('s3:PutObject', readings, writes);
  // The report lists finished prunes; reading the few new ones costs almost nothing.
  add('s3:ListBucket', 1);
  add('sns:ListSubscriptionsByTopic', watchedTopics(configuration).length);
  add('sns:Publish', messages);
  if (configuration.alerts.eventBusArn !== undefined) {
    // Each message also sends one request with events, after which the state is saved once more.
    add('events:PutEvents', messages);
    add('s3:PutObject', messages);
  }
  return {
    calls: [...perRun]
      .filter(([, calls]) => calls > 0)
      .map(([action, calls]): ActionCalls => {
        const atMost = most.get(action) ?? calls;
        return { action, perRun: calls, ...(atMost > calls && { mostPerRun: atMost }) };
      })
      .toSorted((a, b) => (a.action < b.action ? -1 : 1)),
    mostInOneTarget,
    callsToOtherRegions,
    readingWrites: readings * writes,
  };
}
