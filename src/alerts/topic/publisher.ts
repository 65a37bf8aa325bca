import type { PublishCommandInput } from '@aws-sdk/client-sns';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';

import type { AlertMessage } from '../../model/alert.ts';
import type { Region } from '../../model/aws-ids.ts';
import type { Publication, Publish } from '../ports.ts';
import type { Connection } from '../../aws/clients.ts';
import { makeClient } from '../../aws/clients.ts';
import { readFailure } from '../../aws/failures.ts';
import { required } from '../../aws/pages.ts';

/** Publishes to SNS: one request a message. */
export function alertPublisher(connection: Connection, region: Region): Publish {
  const sns = makeClient(SNSClient, connection, { region });
  return {
    alert: (message) =>
      publication(sns, {
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
    bare: (topicArn, text) => publication(sns, { TopicArn: topicArn, Message: text }),
  };
}

async function publication(sns: SNSClient, input: PublishCommandInput): Promise<Publication> {
  try {
    const { MessageId } = await sns.send(new PublishCommand(input));
    return { published: true, messageId: required(MessageId, 'MessageId') };
  } catch (error) {
    return { published: false, failure: readFailure(error, 'sns:Publish') };
  }
}

/**
 * The `Message` of a publish with `MessageStructure=json`: the text for people by
 * e-mail and SMS, and once, for all other protocols, the JSON.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-send-custom-platform-specific-payloads-mobile-devices.html
 */
export function messageBodies({ text, sms, json }: AlertMessage): string {
  return JSON.stringify({ default: json, email: text, sms });
}
