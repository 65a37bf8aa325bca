import * as z from 'zod/mini';

import { cliDocument } from './document.ts';

const setUp = {
  deployment: z.string(),
  toolingAccount: z.string(),
  region: z.string(),
  steps: z.array(
    z.object({ title: z.string(), notes: z.array(z.string()), commands: z.array(z.string()) }),
  ),
};

/** The text and the commands hold the external id: this one document is as secret as it. */
export const initDocument = cliDocument(
  'init',
  z.object({
    ...setUp,
    file: z.string(),
    written: z.boolean(),
    text: z.string(),
  }),
);

/** The commands name a variable in the place of the external id. */
export const setupDocument = cliDocument('setup', z.object(setUp));

/** `accounts` and `regions` are counts. */
export const validateDocument = cliDocument(
  'validate',
  z.object({
    deployment: z.string(),
    accounts: z.int(),
    regions: z.int(),
    /** Whether there are accounts besides, which each run finds in the organisation. */
    discovers: z.boolean(),
    /** Why accounts that are called nonprod cannot be pruned all the same; absent where there are none. */
    remarks: z.optional(
      z.array(
        z.object({
          account: z.object({ id: z.string(), name: z.string(), stage: z.string() }),
          code: z.string(),
          sentence: z.string(),
        }),
      ),
    ),
  }),
);
