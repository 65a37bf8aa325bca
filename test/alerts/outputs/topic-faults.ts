import { messageBodies } from '../../../src/alerts/topic/sns.ts';
import type { AlertMessage } from '../../../src/model/alert.ts';

/** The largest message: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const SNS_BYTES = 262_144;

/** Returns the reasons why SNS would refuse a message. */
export function topicFaults(message: AlertMessage): readonly string[] {
  const bytes = publishedBytes(message);
  return [
    ...(bytes > SNS_BYTES ? [`${bytes} bytes in one publish`] : []),
    ...(/^[\x21-\x7e][\x20-\x7e]{0,98}$/.test(message.subject)
      ? []
      : ['a subject that SNS refuses']),
  ];
}

/** Returns the size as SNS counts it: the message with all its texts, and each attribute's name, type and value. */
function publishedBytes(message: AlertMessage): number {
  const attributes = Object.entries(message.attributes).map(
    ([name, values]) => `${name}String.Array${JSON.stringify(values)}`,
  );
  return Buffer.byteLength([messageBodies(message), message.subject, ...attributes].join(''));
}
