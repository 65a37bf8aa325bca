import * as z from 'zod/mini';

import { cliDocument } from './document.ts';

const count = z.int().check(z.minimum(0));
const price = z.object({
  usd: z.number(),
  unit: z.string(),
  page: z.string(),
  listedOn: z.optional(z.string()),
  basis: z.enum(['price list', 'quoted', 'unconfirmed']),
});

/** US dollars for a month of so many days; `exactUsd` before rounding, all others rounded up. */
export const costDocument = cliDocument(
  'cost',
  z.object({
    deployment: z.string(),
    region: z.string(),
    days: z.int(),
    sumUsd: z.number(),
    exactUsd: z.number(),
    accounts: count,
    places: count,
    calls: z.array(
      z.object({
        action: z.string(),
        /** The average of a day in which no version changes. */
        perRun: z.number(),
        /** Of a run that remembers nothing of earlier ones, where that is more. */
        mostPerRun: z.optional(z.number()),
      }),
    ),
    uncounted: z.array(z.string()),
    /** What others pay for the calls; absent in former documents. */
    cloudTrail: z.optional(
      z.object({
        events: count,
        furtherTrailUsd: z.number(),
        guardDutyUsd: z.number(),
      }),
    ),
    secondsPerRun: z.number(),
    output: z.object({ metrics: z.number(), logBytes: z.number() }),
    lines: z.array(z.object({ charge: z.string(), amount: z.number(), price, usd: z.number() })),
    switches: z.array(
      z.object({ what: z.string(), setBy: z.optional(z.string()), usd: z.number() }),
    ),
    /** Each set of limits in every account, against none; absent in former documents. */
    sets: z.optional(
      z.array(z.object({ set: z.string(), watchedIn: count, usd: z.number(), events: count })),
    ),
    isListed: z.boolean(),
    assumed: z.object({
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
  }),
);
