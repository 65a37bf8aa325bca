import * as z from 'zod/mini';

import { cliDocument } from './document.ts';

export const limitsDocument = cliDocument(
  'limits',
  z.object({
    /** What the numbers of calls are for; of an account and Region, buckets of an account. */
    assumed: z.record(z.string(), z.number()),
    limits: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        /** Absent: watched always. */
        set: z.optional(z.string()),
        where: z.enum(['region', 'account']),
        source: z.enum(['quota', 'usage answer', 'documented', 'ceiling']),
        quota: z.optional(z.string()),
        /** Absent for a ceiling of one's own. */
        adjustable: z.optional(z.boolean()),
        actions: z.array(
          z.object({
            action: z.string(),
            /** The quota that it is about. */
            on: z.optional(z.string()),
            /** 0: only near the quota, or where AWS has no applied value. */
            callsPerRun: z.number(),
            /** Kept for later runs of the day. Absent: read in each run. */
            remembered: z.optional(z.enum(['aliases', 'quotas'])),
          }),
        ),
        caveat: z.optional(z.string()),
        /** The usage is what AWS reports to CloudWatch, for all such limits in one request. */
        isUsageMetric: z.optional(z.literal(true)),
        /** The limit that is measured instead where both are chosen. */
        yieldsTo: z.optional(z.string()),
      }),
    ),
    notMeasured: z.array(z.object({ what: z.string(), why: z.string() })),
  }),
);
