import { SECOND_MS } from '../../../model/time.ts';

/**
 * The limits of one message. Those of texts are in characters; `&`, `<` and `>` count in their escaped form.
 * https://docs.slack.dev/reference/block-kit/blocks
 */
export const SLACK_LIMITS = {
  blocks: 50,
  header: 150,
  section: 3_000,
  /** The most fields of a section, and characters of each field. Further figures are left out. */
  fields: 10,
  field: 2_000,
  /** The most buttons of an actions block (Slack accepts 25), characters of a label, and characters of an address. */
  buttons: 5,
  label: 75,
  url: 3_000,
  /** The most messages for one digest, if the index in the first names all its alerts; otherwise all are sent. */
  messages: 3,
  /** The most characters of all blocks. Slack documents none; messages of about 13,200 characters failed. */
  total: 12_000,
  /** The pause between messages: Slack accepts about one a second. https://docs.slack.dev/apis/web-api/rate-limits */
  pauseMs: SECOND_MS,
} as const;
