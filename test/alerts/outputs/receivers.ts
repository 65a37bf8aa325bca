import { chat } from './chat/receiver.ts';
import { email } from './email/receiver.ts';
import { json } from './json/receiver.ts';
import type { Receiver } from './receiver.ts';
import { slack } from './slack/receiver.ts';
import { sms } from './sms/receiver.ts';

/** One receiver for each folder of `src/alerts/outputs/`; `contract.test.ts` tests them by the same rules. */
export const RECEIVERS: readonly Receiver[] = [chat, email, json, slack, sms];
