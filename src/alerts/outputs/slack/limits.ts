import { SECOND_MS } from '../../../model/time.ts';

/**
 * Of one message: blocks, and characters as Slack counts them, with `&`, `<` and `>` escaped.
 * https://docs.slack.dev/reference/block-kit/blocks
 */
export const SLACK_LIMITS = {
  blocks: 50,
  header: 150,
  section: 3_000,
  /** Fields of a section, and characters of each. */
  fields: 10,
  field: 2_000,
  /** Buttons of one actions block (Slack takes 25), characters of a label, and of an address. */
  buttons: 5,
  label: 75,
  url: 3_000,
  /** Messages of one alert. */
  messages: 3,
  /** Of all blocks together. Slack documents none; messages of about 13,200 characters were seen to fail. */
  total: 12_000,
  /** About one message a second. https://docs.slack.dev/apis/web-api/rate-limits */
  pauseMs: SECOND_MS,
} as const;
