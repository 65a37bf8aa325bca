import { SNS_LIMITS } from '../../topic/limits.ts';

/**
 * Queues, functions and HTTP endpoints get the body whole, so its limit is that of the publish.
 * https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export const JSON_LIMITS = {
  bytes: SNS_LIMITS.bytes,
  /** Characters of one text from outside, so that no single notice outgrows a publish. */
  text: 2_000,
} as const;
