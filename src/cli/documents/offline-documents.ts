import { accountId, natural, region } from '../../documents/model-values.ts';
import { openRecord, optional } from '../../documents/records.ts';
import { flag, list, number, oneOf, table, text, wholeNumber } from '../../documents/values.ts';
import { variants } from '../../documents/variants.ts';
import type { CliDocument } from './document.ts';
import { cliDocument } from './document.ts';

const setUp = {
  deployment: text,
  toolingAccount: text,
  region: text,
  steps: list(openRecord({ title: text, notes: list(text), commands: list(text) })),
};
const refusals = list(openRecord({ code: text, sentence: text }));
const quantity = openRecord({ unit: oneOf(['bytes', 'count']), amount: number });
const threshold = variants('kind', [
  openRecord({ kind: oneOf(['percent']), percent: number }),
  openRecord({ kind: oneOf(['free']), free: quantity }),
]);
const price = openRecord({
  usd: number,
  unit: text,
  page: text,
  listedOn: optional(text),
  basis: oneOf(['price list', 'quoted', 'unconfirmed']),
});

/** Documents of the commands that ask no deployed function. */
export const offlineDocuments: readonly CliDocument[] = [
  // The text and the commands hold the external id: this one document is as secret as it.
  cliDocument('init', { ...setUp, file: text, written: flag, text }),
  // The commands name a variable in the place of the external id.
  cliDocument('setup', setUp),
  cliDocument('accounts', {
    accounts: list(
      openRecord({
        id: accountId,
        name: text,
        ou: text,
        guess: optional(openRecord({ stage: oneOf(['prod', 'nonprod']), from: text })),
      }),
    ),
    /** Not active. */
    leftOut: list(openRecord({ id: accountId, name: text, state: text })),
  }),
  cliDocument('validate', {
    deployment: text,
    /** How many. */
    accounts: wholeNumber,
    /** How many. */
    regions: wholeNumber,
    /** Whether each run finds further accounts in the organisation. */
    discovers: flag,
    /** Why nonprod accounts cannot be pruned; absent where all can. */
    remarks: optional(
      list(
        openRecord({
          account: openRecord({ id: text, name: text, stage: text }),
          code: text,
          sentence: text,
        }),
      ),
    ),
  }),
  // US dollars for a month; `exactUsd` before rounding, all others rounded up.
  cliDocument('cost', {
    deployment: text,
    region: text,
    days: wholeNumber,
    sumUsd: number,
    exactUsd: number,
    accounts: natural,
    places: natural,
    calls: list(
      openRecord({
        action: text,
        /** The average of a day in which no version changes. */
        perRun: number,
        /** Of a run that remembers nothing of earlier ones, where that is more. */
        mostPerRun: optional(number),
      }),
    ),
    uncounted: list(text),
    /** What others pay for the calls; absent in former documents. */
    cloudTrail: optional(
      openRecord({ events: natural, furtherTrailUsd: number, guardDutyUsd: number }),
    ),
    secondsPerRun: number,
    output: openRecord({ metrics: number, logBytes: number }),
    lines: list(openRecord({ charge: text, amount: number, price, usd: number })),
    switches: list(openRecord({ what: text, setBy: optional(text), usd: number })),
    /** Each set of limits in every account, against none; absent in former documents. */
    sets: optional(
      list(openRecord({ set: text, watchedIn: natural, usd: number, events: natural })),
    ),
    isListed: flag,
    assumed: openRecord({
      runsPerDay: natural,
      functions: natural,
      versionsPerFunction: natural,
      aliasesPerFunction: natural,
      buckets: natural,
      messagesPerDay: natural,
      mailSubscribers: natural,
      memoryMiB: natural,
      alarmMetrics: natural,
      dashboards: natural,
      logDays: natural,
    }),
  }),
  cliDocument('limits', {
    /** What the numbers of calls are for; of an account and Region, buckets of an account. */
    assumed: table(number),
    limits: list(
      openRecord({
        id: text,
        title: text,
        /** Absent: watched always. */
        set: optional(text),
        where: oneOf(['region', 'account']),
        source: oneOf(['quota', 'usage answer', 'documented', 'ceiling']),
        quota: optional(text),
        /** Absent for a ceiling of the team. */
        adjustable: optional(flag),
        actions: list(
          openRecord({
            action: text,
            /** The quota that it is about. */
            on: optional(text),
            /** 0: only near the quota, or where AWS has no applied value. */
            callsPerRun: number,
            /** Kept for later runs of the day. Absent: read in each run. */
            remembered: optional(oneOf(['aliases', 'quotas'])),
          }),
        ),
        caveat: optional(text),
        /** The usage is what AWS reports to CloudWatch, for all such limits in one request. */
        isUsageMetric: optional(oneOf([true])),
        /** The limit that is measured instead where both are chosen. */
        yieldsTo: optional(text),
      }),
    ),
    notMeasured: list(openRecord({ what: text, why: text })),
  }),
  cliDocument('targets', {
    deployment: text,
    tooling: openRecord({ account: accountId, region }),
    /** Whether each run finds further accounts in the organisation. */
    foundByRules: flag,
    accounts: list(
      openRecord({
        id: accountId,
        name: text,
        stage: text,
        regions: list(openRecord({ region, origin: oneOf(['account', 'default']) })),
        measuredAsAWhole: flag,
        role: text,
        limits: list(
          openRecord({
            limit: text,
            scope: oneOf(['region', 'account']),
            warn: threshold,
            critical: threshold,
            ceiling: optional(quantity),
            /** Counts where AWS's own quota cannot be read. */
            statedQuota: optional(openRecord({ value: quantity, owner: text, reason: text })),
            /** Paths in the configuration; absent for a default of the limit. */
            setBy: openRecord({
              warn: optional(text),
              critical: optional(text),
              ceiling: optional(text),
            }),
          }),
        ),
        /** Not measured, as the configuration leaves them out. */
        leftOut: optional(list(openRecord({ limit: text, owner: text, reason: text }))),
        prune: openRecord({ possible: flag, refusals }),
      }),
    ),
  }),
];
