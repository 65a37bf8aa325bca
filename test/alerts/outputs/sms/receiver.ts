import { SMS_LIMITS } from '../../../../src/alerts/outputs/sms/limits.ts';
import { renderDigest } from '../../../../src/alerts/topic/message.ts';
import { lengthFaults, type Receiver } from '../receiver.ts';

/** 140 bytes are 140 ASCII characters: https://docs.aws.amazon.com/sns/latest/dg/sms_publish-to-phone.html */
const ASCII_CHARACTERS = 140;

/** A phone shows one line of ASCII; any other character would split the message into two. */
export const sms: Receiver = {
  output: 'sms',
  limits: SMS_LIMITS,
  names: 'worst',
  receive: (digest, context) =>
    renderDigest(digest, context).map((message) => ({
      faults: [
        ...lengthFaults('the text', message.sms, ASCII_CHARACTERS),
        ...(/^[\x20-\x7e]*$/.test(message.sms) ? [] : ['a character that is not ASCII']),
      ],
      text: message.sms,
      saysIncomplete: message.sms.includes('run incomplete'),
    })),
};
