import type { Configuration } from '../model/configuration.ts';
import { neededActions } from '../limits/limit.ts';
import type { ReadingKind } from '../limits/limit.ts';
import { shareOfRuns } from '../limits/remembered/memory.ts';
import { limitsIn } from '../limits/watched-limits.ts';
import type { ActionCalls, CostAssumptions, LimitCalls, RunPace } from './model.ts';
import { globalRegionOf, partitionOf } from '../model/regions.ts';
import { watchedTopics } from '../alerts/notices/watched-topics.ts';

/** The report of a run: the page under its time and as the latest, the latest as JSON and as metrics, and the list. */
export const REPORT_WRITES = 5;

/**
 * Of the list of accounts, where they are found: each run reads the last one, too. Listing the organisation
 * is free: https://docs.aws.amazon.com/organizations/latest/userguide/pricing.html
 */
export function listWrites({ findsAccounts }: RunPace): number {
  return findsAccounts === true ? 1 : 0;
}

export interface RunCalls {
  /** In alphabetical order; without those that are not called. */
  readonly calls: readonly ActionCalls[];
  /** The most in one account and Region. */
  readonly mostInOnePlace: number;
  /** That leave the tooling Region. */
  readonly elsewhere: number;
  /** Objects that are written with what later runs need not read. */
  readonly readingWrites: number;
}

/** What one run calls where all is well: no retries, nothing refused. Averages of a day in which no version changes. */
export function callsOfRun(
  configuration: Configuration,
  limits: readonly LimitCalls[],
  assumed: CostAssumptions,
  pace: RunPace,
): RunCalls {
  const perRun = new Map<string, number>();
  const most = new Map<string, number>();
  let mostInOnePlace = 0;
  let elsewhere = 0;
  const home = configuration.tooling.region;
  const global = globalRegionOf(partitionOf(home));
  const add = (action: string, calls: number, share = 1) => {
    perRun.set(action, (perRun.get(action) ?? 0) + calls * share);
    most.set(action, (most.get(action) ?? 0) + calls);
  };
  // Where no run is scheduled, one that is begun by hand.
  const runsPerDay = Math.max(1, assumed.runsPerDay);
  const shareOf = (remembered: ReadingKind | undefined): number =>
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
    // Whether there is a prune role where none may be. Free, and answered where the account's own limits are.
    const roleReads = stage === 'nonprod' ? 0 : 1;
    add('iam:GetRole', roleReads);
    if (global !== home) elsewhere += roleReads;
    for (const scope of ['region', 'account'] as const) {
      let inOnePlace = 0;
      // What several limits read is asked for once a run.
      const ofScope = measured.filter((limit) => limit.scope === scope);
      const abroad = places[scope].filter((region) => region !== home).length;
      for (const one of neededActions(ofScope, readsStorageMode)) {
        const calls = one.callsPerRun(assumed, configuration.versions);
        const share = shareOf(one.remembered);
        inOnePlace += calls;
        add(one.action, calls * places[scope].length, share);
        elsewhere += calls * share * abroad;
      }
      if (places[scope].length > 0) mostInOnePlace = Math.max(mostInOnePlace, inOnePlace);
    }
  }
  // Read are the memory, the mutes and the list of reports. The memory is saved once, and once more after
  // each message, of which the whole document is kept. One of several a run is saved as often, so the
  // average over a day is exact.
  const messages = assumed.messagesPerDay / runsPerDay;
  const list = listWrites(pace);
  add('s3:GetObject', 3 + list);
  add('s3:PutObject', 1 + 2 * messages + REPORT_WRITES + list);
  // What earlier runs have read, an object an account; written where one of the two is read again.
  const readings = configuration.accounts.length;
  const writes = Math.min(1, shareOf('aliases') + shareOf('quotas'));
  add('s3:GetObject', readings);
  add('s3:PutObject', readings, writes);
  // Prunes that have ended are listed for the report; the few of them that are read cost nothing to speak of.
  add('s3:ListBucket', 1);
  add('sns:ListSubscriptionsByTopic', watchedTopics(configuration).length);
  add('sns:Publish', messages);
  if (configuration.alerts.eventBusArn !== undefined) {
    // A request for each message, after which the memory is saved once more.
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
    mostInOnePlace,
    elsewhere,
    readingWrites: readings * writes,
  };
}
