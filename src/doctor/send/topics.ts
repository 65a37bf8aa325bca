import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';

import type { Connection } from '../../aws/clients.ts';
import { makeClient } from '../../aws/clients.ts';
import { withOperation } from '../../aws/failures.ts';
import type { Region, TopicArn } from '../../model/aws-ids.ts';
import { tryCall } from '../attempt.ts';
import type { Attempt } from '../model.ts';

export const PUBLISH = 'sns:Publish';

/** A function that publishes a test message to a topic. An error of SNS is a result; the promise does not reject. */
export function testPublisher(
  connection: Connection,
  region: Region,
  deployment: string,
): (topic: TopicArn) => Promise<Attempt> {
  const sns = makeClient(SNSClient, connection, { region });
  const Subject = `${deployment}: test by doctor`;
  const Message = `A test: ${deployment} can publish to this topic. Nothing is wrong, and nothing is to be done.`;
  return (TopicArn) =>
    tryCall(() =>
      withOperation(PUBLISH, () => sns.send(new PublishCommand({ TopicArn, Subject, Message }))),
    );
}
