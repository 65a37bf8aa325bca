/** The limits of one SNS publish. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
export const SNS_LIMITS = {
  /** The size of all bodies and attributes, in bytes of UTF-8. */
  bytes: 256 * 1024,
  /** The most characters of a subject: one line of ASCII, shorter than 100 characters. */
  subject: 99,
} as const;
