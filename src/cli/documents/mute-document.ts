import { openRecord } from '../../documents/records.ts';
import { list, oneOf, text } from '../../documents/values.ts';
import { answeredMute, refusal, unreadableMute } from '../mute-function.ts';
import { cliDocument } from './document.ts';

const facts = {
  deployment: text,
  at: text,
  result: oneOf(['listed', 'muted', 'unmuted', 'refused', 'failed']),
  /** Ids that were made or removed. */
  changed: list(text),
  refusals: list(refusal),
  /** Where nothing could be read or stored. */
  failure: openRecord({ code: text, problem: text }),
  /** All that are there afterwards. */
  mutes: list(answeredMute),
  /** Kept entries that mute nothing. */
  unreadable: list(unreadableMute),
  /** Why it is not known which accounts are watched. */
  doubt: text,
};

export const muteDocument = cliDocument('mute', facts);
export const mutesDocument = cliDocument('mutes', facts);
export const unmuteDocument = cliDocument('unmute', facts);
