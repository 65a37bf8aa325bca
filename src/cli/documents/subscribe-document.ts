import * as z from 'zod/mini';

import { FAILURE_REASONS } from '../../model/failure.ts';
import { cliDocument } from './document.ts';

export const subscribeDocument = cliDocument(
  'subscribe',
  z.object({
    deployment: z.string(),
    addresses: z.array(
      z.object({
        topicArn: z.string(),
        email: z.string(),
        result: z.enum(['confirmed', 'pending', 'subscribed', 'failed']),
        failure: z.optional(
          z.object({
            reason: z.enum(FAILURE_REASONS),
            operation: z.string(),
            errorName: z.string(),
          }),
        ),
      }),
    ),
  }),
);
