import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';

import type { AlertMessage } from '../model/alert.ts';
import type { Region } from '../model/aws-ids.ts';
import type { PublishAlert } from '../ports.ts';
import type { Connection } from './clients.ts';
import { makeClient } from './clients.ts';
import { asked, IncompleteAnswer, readFailure } from './failures.ts';

/** Publishes to SNS: one request a message, a body per protocol. */
export function alertPublisher(connection: Connection, region: Region): PublishAlert {
  const sns = makeClient(SNSClient, connection, { region });
  return async (message) => {
    try {
      const messageId = await asked('sns:Publish', () => publish(sns, message));
      return { published: true, messageId };
    } catch (error) {
      return { published: false, failure: readFailure(error, 'sns:Publish') };
    }
  };
}

async function publish(sns: SNSClient, message: AlertMessage): Promise<string> {
  const { MessageId } = await sns.send(
    new PublishCommand({
      TopicArn: message.topicArn,
      Subject: message.subject,
      MessageStructure: 'json',
      Message: messageBodies(message),
      MessageAttributes: Object.fromEntries(
        Object.entries(message.attributes).map(([name, values]) => [
          name,
          { DataType: 'String.Array', StringValue: JSON.stringify(values) },
        ]),
      ),
    }),
  );
  if (MessageId === undefined) throw new IncompleteAnswer('the answer holds no MessageId');
  return MessageId;
}

/** The `Message` of a publish with `MessageStructure=json`: each protocol's body, as a JSON object. */
export function messageBodies({ text, sms, json }: AlertMessage): string {
  return JSON.stringify({
    default: text,
    email: text,
    sms,
    lambda: json,
    sqs: json,
    http: json,
    https: json,
  });
}
