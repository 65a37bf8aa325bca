import { SNS_LIMITS } from '../../topic/limits.ts';

/**
 * The limits of an e-mail that SNS sends: those of the publish, since SNS documents no others for e-mail.
 * https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export const EMAIL_LIMITS = { subject: SNS_LIMITS.subject, bytes: SNS_LIMITS.bytes } as const;
