import { SNS_LIMITS } from '../../topic/limits.ts';

/**
 * The limits of an e-mail that SNS sends. SNS documents no limit for e-mail except that of the publish.
 * https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export const EMAIL_LIMITS = { subject: SNS_LIMITS.subject, bytes: SNS_LIMITS.bytes } as const;
