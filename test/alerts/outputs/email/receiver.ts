import { EMAIL_LIMITS } from '../../../../src/alerts/outputs/email/limits.ts';
import { renderDigest } from '../../../../src/alerts/topic/message.ts';
import { INCOMPLETE_SENTENCE } from '../../../../src/alerts/words/context.ts';
import { controlFaults, type Receiver } from '../receiver.ts';
import { topicFaults } from '../topic-faults.ts';

/** SNS sends the text unchanged, and mail programs show it as plain text. */
export const email: Receiver = {
  output: 'email',
  limits: EMAIL_LIMITS,
  names: 'every account',
  receive: (digest, context) =>
    renderDigest(digest, context).map((message) => ({
      faults: [...topicFaults(message), ...controlFaults(message.text)],
      text: message.text,
      saysIncomplete: message.text.includes(INCOMPLETE_SENTENCE),
    })),
};
