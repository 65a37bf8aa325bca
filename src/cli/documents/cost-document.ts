import { natural } from '../../documents/model-values.ts';
import { openRecord, optional } from '../../documents/records.ts';
import { flag, list, number, oneOf, text, wholeNumber } from '../../documents/values.ts';
import { cliDocument } from './document.ts';

const count = natural;
const price = openRecord({
  usd: number,
  unit: text,
  page: text,
  listedOn: optional(text),
  basis: oneOf(['price list', 'quoted', 'unconfirmed']),
});

/** US dollars for a month of so many days; `exactUsd` before rounding, all others rounded up. */
export const costDocument = cliDocument('cost', {
  deployment: text,
  region: text,
  days: wholeNumber,
  sumUsd: number,
  exactUsd: number,
  accounts: count,
  places: count,
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
    openRecord({
      events: count,
      furtherTrailUsd: number,
      guardDutyUsd: number,
    }),
  ),
  secondsPerRun: number,
  output: openRecord({ metrics: number, logBytes: number }),
  lines: list(openRecord({ charge: text, amount: number, price, usd: number })),
  switches: list(openRecord({ what: text, setBy: optional(text), usd: number })),
  /** Each set of limits in every account, against none; absent in former documents. */
  sets: optional(list(openRecord({ set: text, watchedIn: count, usd: number, events: count }))),
  isListed: flag,
  assumed: openRecord({
    runsPerDay: count,
    functions: count,
    versionsPerFunction: count,
    aliasesPerFunction: count,
    buckets: count,
    messagesPerDay: count,
    mailSubscribers: count,
    memoryMiB: count,
    alarmMetrics: count,
    dashboards: count,
    logDays: count,
  }),
});
