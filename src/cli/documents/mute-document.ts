import * as z from 'zod/mini';

import { answeredMute, refusal, unreadableMute } from '../mute-function.ts';
import { cliDocument } from './document.ts';

const facts = z.object({
  deployment: z.string(),
  at: z.string(),
  result: z.enum(['listed', 'muted', 'unmuted', 'refused', 'failed']),
  /** Ids that were made or removed. */
  changed: z.array(z.string()),
  refusals: z.array(refusal),
  /** Where nothing could be read or stored. */
  failure: z.object({ code: z.string(), problem: z.string() }),
  /** All that are there afterwards. */
  mutes: z.array(answeredMute),
  /** Kept entries that mute nothing. */
  unreadable: z.array(unreadableMute),
  /** Why it is not known which accounts are watched. */
  doubt: z.string(),
});

export const muteDocument = cliDocument('mute', facts);
export const mutesDocument = cliDocument('mutes', facts);
export const unmuteDocument = cliDocument('unmute', facts);
