import * as z from 'zod/mini';

import { ACCOUNT_ID, REGION } from '../../model/aws-ids.ts';
import { cliDocument } from './document.ts';

const accountId = z.string().check(z.regex(ACCOUNT_ID));
const region = z.string().check(z.regex(REGION));
const quantity = z.object({ unit: z.enum(['bytes', 'count']), amount: z.number() });
const threshold = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('percent'), percent: z.number() }),
  z.object({ kind: z.literal('free'), free: quantity }),
]);

export const targetsDocument = cliDocument(
  'targets',
  z.object({
    deployment: z.string(),
    tooling: z.object({ account: accountId, region }),
    /** Whether there are accounts besides, which each run finds in the organisation. */
    foundByRules: z.boolean(),
    accounts: z.array(
      z.object({
        id: accountId,
        name: z.string(),
        stage: z.string(),
        /** Who named it: the account itself, or the default list. */
        regions: z.array(z.object({ region, origin: z.enum(['account', 'default']) })),
        measuredAsAWhole: z.boolean(),
        role: z.string(),
        limits: z.array(
          z.object({
            limit: z.string(),
            scope: z.enum(['region', 'account']),
            warn: threshold,
            critical: threshold,
            ceiling: z.optional(quantity),
            /** Counts where AWS's own quota cannot be read. */
            statedQuota: z.optional(
              z.object({ value: quantity, owner: z.string(), reason: z.string() }),
            ),
            /** Paths in the configuration; absent for a default of the limit. */
            setBy: z.object({
              warn: z.optional(z.string()),
              critical: z.optional(z.string()),
              ceiling: z.optional(z.string()),
            }),
          }),
        ),
        /** Not measured, as the configuration leaves them out. */
        leftOut: z.optional(
          z.array(z.object({ limit: z.string(), owner: z.string(), reason: z.string() })),
        ),
        prune: z.object({
          possible: z.boolean(),
          refusals: z.array(z.object({ code: z.string(), sentence: z.string() })),
        }),
      }),
    ),
  }),
);
