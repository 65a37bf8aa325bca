import { ascii, shortened } from '../../../text/plain.ts';
import { SMS_LIMITS } from './limits.ts';

/** One line of ASCII: all that a text message has room for is the message's subject. */
export function smsText(subject: string): string {
  return shortened(ascii(`limits-watchdog ${subject}`), SMS_LIMITS.asciiCharacters);
}
