/**
 * The most characters of each field. Amazon Q Developer drops a longer notification without an error.
 * https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */
export const CHAT_LIMITS = {
  title: 250,
  description: 8_000,
  nextStep: 350,
  keyword: 75,
  /** The most notifications of a digest with an index. */
  messages: 3,
} as const;
