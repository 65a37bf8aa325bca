/**
 * Characters of a custom notification; Amazon Q Developer drops what exceeds them without an error.
 * https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */
export const CHAT_LIMITS = {
  title: 250,
  description: 8_000,
  nextStep: 350,
  keyword: 75,
  /** Of one digest that has an index. */ messages: 3,
} as const;
