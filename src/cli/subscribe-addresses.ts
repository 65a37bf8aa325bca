import { subscriptionReader } from '../alerts/topic/list-subscriptions.ts';
import { emailSubscriber } from '../alerts/topic/subscribe.ts';
import type { Subscribe } from '../alerts/topic/subscribe.ts';
import type { Connection } from '../aws/clients.ts';
import { unconfirmedAddresses } from '../alerts/notices/subscriptions.ts';
import { watchedTopics } from '../alerts/notices/watched-topics.ts';
import type { ConfigurationFile } from '../model/configuration.ts';
import type { ReadFailure } from '../model/failure.ts';
import type { TopicReading } from '../model/subscriptions.ts';

/**
 * What became of one address of one topic:
 * - `confirmed`: it was confirmed before
 * - `pending`: it was subscribed before, and was sent the confirmation again
 * - `subscribed`: it is new, and was sent a confirmation
 */
export type AddressResult = {
  readonly topicArn: string;
  readonly email: string;
} & (
  | { readonly result: 'confirmed' | 'pending' | 'subscribed' }
  | { readonly result: 'failed'; readonly failure: ReadFailure }
);

/** Subscribes each address that the configuration lists, unless it is confirmed. One that fails stops no other. */
export async function subscribeAddresses(
  configuration: Pick<ConfigurationFile, 'alerts' | 'health' | 'tooling'>,
  connection: Connection,
): Promise<readonly AddressResult[]> {
  const { region } = configuration.tooling;
  const topics = watchedTopics(configuration).filter(({ emails }) => emails.length > 0);
  const readings = await subscriptionReader(connection, region)(topics);
  const subscribe = emailSubscriber(connection, region);
  const results: AddressResult[] = [];
  for (const reading of readings) {
    for (const email of reading.topic.emails) {
      results.push(await subscribeOne(reading, email, subscribe));
    }
  }
  return results;
}

/** Where the subscriptions could not be listed, SNS's answer alone says how it was. */
async function subscribeOne(
  { topic, reading }: TopicReading,
  email: string,
  subscribe: Subscribe,
): Promise<AddressResult> {
  const { topicArn } = topic;
  const address = { topicArn, email };
  const known = reading.kind === 'listed' ? reading.subscriptions : [];
  const { pending, missing } = unconfirmedAddresses([email], known);
  if (pending.length + missing.length === 0) return { ...address, result: 'confirmed' };
  const answer = await subscribe(topicArn, email);
  switch (answer.kind) {
    case 'failed':
      return { ...address, result: 'failed', failure: answer.failure };
    case 'confirmed':
      return { ...address, result: 'confirmed' };
    case 'pending': {
      const isNew = reading.kind === 'listed' && missing.length > 0;
      return { ...address, result: isNew ? 'subscribed' : 'pending' };
    }
  }
}
