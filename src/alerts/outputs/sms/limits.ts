/**
 * The most characters of one SMS. SNS sends, and AWS bills, a longer text as several.
 * https://docs.aws.amazon.com/sns/latest/dg/sms_publish-to-phone.html
 */
export const SMS_LIMITS = { asciiCharacters: 140 } as const;
