import * as z from 'zod/mini';

import { cliDocument } from './document.ts';

export const reportDocument = cliDocument(
  'report',
  z.object({
    /** Where the page lies. */
    file: z.string(),
    /** Who measured: the deployed function, or this command; or where it was kept. */
    source: z.enum(['function', 'local', 'assumed', 'latest', 'file']),
    runId: z.string(),
    purpose: z.enum(['watch', 'check']),
    status: z.enum(['complete', 'attention', 'incomplete', 'failed']),
    measuredAt: z.string(),
    figures: z.int().check(z.minimum(0)),
  }),
);
