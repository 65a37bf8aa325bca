import { SECOND_MS } from '../../../model/time.ts';

/**
 * Of one message: blocks, and characters as Slack counts them, with `&`, `<` and `>` escaped.
 * https://docs.slack.dev/reference/block-kit/blocks
 */
export const SLACK_LIMITS = {
  blocks: 50,
  header: 150,
  section: 3_000,
  /** Of all blocks together. Slack documents none; messages of about 13,200 characters were seen to fail. */
  total: 12_000,
  /** About one message a second. https://docs.slack.dev/apis/web-api/rate-limits */
  pauseMs: SECOND_MS,
} as const;
