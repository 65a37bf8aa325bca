/** What SNS takes of one publish. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
export const SNS_LIMITS = {
  /** All bodies and attributes together, in UTF-8. */
  bytes: 256 * 1024,
  /** Characters of a subject: ASCII, one line, fewer than 100. */
  subject: 99,
} as const;
