import * as z from 'zod/mini';

import { planAnswer, pruneAnswer } from '../answers.ts';
import { cliDocument } from './document.ts';

/** Of `plan`, `apply` and `status`: the deployed functions' own answers, null where they were not asked. */
export const pruneDocument = cliDocument(
  'prune',
  z.object({ plan: z.nullable(planAnswer), result: z.nullable(pruneAnswer) }),
);
