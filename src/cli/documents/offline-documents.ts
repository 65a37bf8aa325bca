import { accountId, amountUnit, natural, region } from '../../documents/model-values.ts';
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
const quantity = openRecord({ unit: amountUnit, amount: number });
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

/** The documents of the commands that invoke no deployed function. */
export const offlineDocuments: readonly CliDocument[] = [
  // This document is secret, because its text and commands contain the external id.
  cliDocument('init', { ...setUp, file: text, written: flag, text }),
  // These commands contain a variable instead of the external id.
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
    /** Accounts that are not active. */
    leftOut: list(openRecord({ id: accountId, name: text, state: text })),
  }),
  cliDocument('validate', {
    deployment: text,
    /** The number of accounts. */
    accounts: wholeNumber,
    /** The number of Regions. */
    regions: wholeNumber,
    /** Whether each run also discovers accounts of the organisation. */
    discovers: flag,
    /** Why nonprod accounts cannot be pruned; absent when all can be pruned. */
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
  // Amounts are US dollars for a month; a `price` is for its unit. Only `sumUsd` and the `usd` of `lines` are rounded up.
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
        /** Calls of a run, on average over a day in which no version changes. */
        perRun: number,
        /** Calls of a run without stored readings of earlier runs; absent if it makes no more calls than others. */
        mostPerRun: optional(number),
      }),
    ),
    uncounted: list(text),
    /** What CloudTrail trails and GuardDuty cost for the calls; absent in documents of older versions. */
    cloudTrail: optional(
      openRecord({ events: natural, furtherTrailUsd: number, guardDutyUsd: number }),
    ),
    secondsPerRun: number,
    output: openRecord({ metrics: number, logBytes: number }),
    lines: list(openRecord({ charge: text, amount: number, price, usd: number })),
    switches: list(openRecord({ what: text, setBy: optional(text), usd: number })),
    /** The cost of watching each set of limits in every account; absent in documents of older versions. */
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
    /** How many resources the numbers of calls assume, in an account and Region; buckets are counted per account. */
    assumed: table(number),
    limits: list(
      openRecord({
        id: text,
        title: text,
        /** The set that contains the limit; absent if the limit is always watched. */
        set: optional(text),
        where: oneOf(['region', 'account']),
        source: oneOf(['quota', 'usage answer', 'documented', 'ceiling']),
        quota: optional(text),
        /** Whether AWS can increase the quota; absent for a ceiling of the team. */
        adjustable: optional(flag),
        actions: list(
          openRecord({
            action: text,
            /** The quota that the action reads. */
            on: optional(text),
            /** Calls of a run. 0 means that it is called only near the quota, or if AWS has no applied value. */
            callsPerRun: number,
            /** The kind of stored answer that later runs of the day reuse; absent if each run reads anew. */
            remembered: optional(oneOf(['aliases', 'quotas'])),
          }),
        ),
        caveat: optional(text),
        /** Whether the usage is a CloudWatch metric of AWS. One request reads all of these metrics. */
        isUsageMetric: optional(oneOf([true])),
        /** The limit that is measured instead of this one if both are chosen. */
        yieldsTo: optional(text),
      }),
    ),
    notMeasured: list(openRecord({ what: text, why: text })),
  }),
  cliDocument('targets', {
    deployment: text,
    tooling: openRecord({ account: accountId, region }),
    /** Whether each run also discovers accounts of the organisation. */
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
            /** The quota that the configuration states. It is used when AWS's quota cannot be read. */
            statedQuota: optional(openRecord({ value: quantity, owner: text, reason: text })),
            /** The paths in the configuration that set the thresholds; absent for a default. */
            setBy: openRecord({
              warn: optional(text),
              critical: optional(text),
              ceiling: optional(text),
            }),
          }),
        ),
        /** Limits that the configuration leaves out, so that they are not measured. */
        leftOut: optional(list(openRecord({ limit: text, owner: text, reason: text }))),
        prune: openRecord({ possible: flag, refusals }),
      }),
    ),
  }),
];
