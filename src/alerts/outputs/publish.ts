import { topicArn } from '../../model/aws-ids.ts';
import type { AlertSettings } from '../../model/configuration.ts';
import type { Digest } from '../../model/notice.ts';
import { EVENT_GROUP_PREFIX } from '../notices/watched-topics.ts';
import type { EventAnswer, Publication, Publish } from '../ports.ts';
import { renderDigest } from '../topic/message.ts';
import type { DigestContext } from '../words/context.ts';
import { renderChat } from './chat/words.ts';
import { documentJson, eventForms } from './json/document.ts';

/** The source of events. AWS reserves sources that begin with `aws.`. */
export const EVENT_SOURCE = 'limits-watchdog';
export const EVENT_TYPE = 'Limits Watchdog Alert';
/** The type of sample events, which no rule for alerts matches. */
export const TEST_EVENT_TYPE = 'Limits Watchdog Test';

/** Publishes a digest in the format of its topic or event bus. For a topic, also starts storing the digest in S3. */
export async function publishDigest(
  digest: Digest,
  context: DigestContext,
  { chatTopicArn }: Pick<AlertSettings, 'chatTopicArn'>,
  publish: Publish,
): Promise<readonly (Publication | EventAnswer)[]> {
  if (digest.group.startsWith(EVENT_GROUP_PREFIX)) return publishEvents(digest, context, publish);
  // Group names contain no dot, so documents of two groups never share a key.
  const name = `${context.runId}-${digest.group.replaceAll('/', '.')}.json`;
  const document = publish.keep?.(name, documentJson(digest, context));
  const known = document === undefined ? context : { ...context, document };
  if (digest.topicArn !== chatTopicArn) {
    return publishInOrder(renderDigest(digest, known), publish.alert);
  }
  return publishInOrder(renderChat(digest, known), (notification) =>
    publish.bare(topicArn(digest.topicArn), JSON.stringify(notification)),
  );
}

/** Publishes messages one after another. A failed message does not stop the others. */
async function publishInOrder<Message>(
  messages: readonly Message[],
  publish: (message: Message) => Promise<Publication>,
): Promise<readonly Publication[]> {
  const publications: Publication[] = [];
  for (const message of messages) publications.push(await publish(message));
  return publications;
}

async function publishEvents(
  digest: Digest,
  context: DigestContext,
  { events }: Pick<Publish, 'events'>,
): Promise<readonly EventAnswer[]> {
  if (events === undefined) throw new TypeError('the bundle has nothing to send events with');
  const group = digest.group.slice(EVENT_GROUP_PREFIX.length);
  return events(
    digest.topicArn,
    eventForms(digest, group, context).map((form) => ({
      source: EVENT_SOURCE,
      detailType: context.purpose === 'test' ? TEST_EVENT_TYPE : EVENT_TYPE,
      ...form,
    })),
  );
}
