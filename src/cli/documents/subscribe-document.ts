import { openRecord, optional } from '../../documents/records.ts';
import { list, oneOf, text } from '../../documents/values.ts';
import { FAILURE_REASONS } from '../../model/failure.ts';
import { cliDocument } from './document.ts';

export const subscribeDocument = cliDocument('subscribe', {
  deployment: text,
  addresses: list(
    openRecord({
      topicArn: text,
      email: text,
      result: oneOf(['confirmed', 'pending', 'subscribed', 'failed']),
      failure: optional(
        openRecord({
          reason: oneOf(FAILURE_REASONS),
          operation: text,
          errorName: text,
        }),
      ),
    }),
  ),
});
