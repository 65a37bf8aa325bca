import { SNS_LIMITS } from '../../topic/limits.ts';

/**
 * Of an e-mail that SNS sends: the subject is that of the publish, and SNS states no limit of the text
 * but that of the publish. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export const EMAIL_LIMITS = { subject: SNS_LIMITS.subject, bytes: SNS_LIMITS.bytes } as const;
