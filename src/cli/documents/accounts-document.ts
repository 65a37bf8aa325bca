import * as z from 'zod/mini';

import { ACCOUNT_ID } from '../../model/aws-ids.ts';
import { cliDocument } from './document.ts';

const accountId = z.string().check(z.regex(ACCOUNT_ID));

/** Both lists are absent where the organisation could not be listed. */
export const accountsDocument = cliDocument(
  'accounts',
  z.object({
    accounts: z.array(
      z.object({
        id: accountId,
        name: z.string(),
        ou: z.string(),
        /** Absent where nothing says anything. Never what somebody has said. */
        guess: z.optional(z.object({ stage: z.enum(['prod', 'nonprod']), from: z.string() })),
      }),
    ),
    /** Not active. */
    leftOut: z.array(z.object({ id: accountId, name: z.string(), state: z.string() })),
  }),
);
