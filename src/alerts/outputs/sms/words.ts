import { ascii, shortened } from '../../../text/plain.ts';
import { SMS_LIMITS } from './limits.ts';

/** Returns the subject of a message as one line of ASCII, shortened to one SMS. */
export function smsText(subject: string): string {
  return shortened(ascii(`limits-watchdog ${subject}`), SMS_LIMITS.asciiCharacters);
}
