import * as z from 'zod/mini';

import { GAP_CODES } from '../prune/gaps.ts';
import { planAnswer, pruneAnswer, questionAnswer } from '../prune/answers.ts';
import { cliDocument } from './document.ts';

/** Of `plan`, `apply`, `show`, `list` and `status`: the deployed functions' own answers, null where they were not asked. */
export const pruneDocument = cliDocument(
  'prune',
  z.object({
    /** What keeps the plan or the run from being everything that was asked for: any of these ends with 3. */
    gaps: z.array(
      z.object({
        code: z.enum(GAP_CODES),
        versions: z.optional(z.number()),
        region: z.optional(z.string()),
        stop: z.optional(z.string()),
      }),
    ),
    /** Every lock that did not open; nothing was deleted then. */
    refusals: z.array(z.object({ code: z.string(), sentence: z.string() })),
    plan: z.nullable(z.union([planAnswer, questionAnswer])),
    result: z.nullable(pruneAnswer),
  }),
);
