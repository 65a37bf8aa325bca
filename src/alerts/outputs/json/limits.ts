import { SNS_LIMITS } from '../../topic/limits.ts';

/**
 * SNS delivers the JSON body unchanged to queues, functions and HTTP endpoints, so the limit is that of a publish.
 * https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export const JSON_LIMITS = {
  bytes: SNS_LIMITS.bytes,
  /** The most characters of one text that people or AWS wrote, so that each notice fits into one publish. */
  text: 2_000,
} as const;
