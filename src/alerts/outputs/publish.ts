import { topicArn } from '../../model/aws-ids.ts';
import type { AlertSettings } from '../../model/configuration.ts';
import type { Digest } from '../../model/notice.ts';
import { EVENT_GROUP_PREFIX } from '../notices/watched-topics.ts';
import type { EventAnswer, Publication, Publish } from '../ports.ts';
import { renderDigest } from '../topic/message.ts';
import type { DigestContext } from '../words/context.ts';
import { renderChat } from './chat/words.ts';
import { documentJson, eventForms } from './json/document.ts';

/** Not `aws.`, which is reserved for services of AWS. */
export const EVENT_SOURCE = 'limits-watchdog';
export const EVENT_TYPE = 'Limits Watchdog Alert';
/** Of samples, which no rule for alerts matches. */
export const TEST_EVENT_TYPE = 'Limits Watchdog Test';

/** Publishes a digest in the form that its topic or bus takes, and begins to store its whole document. */
export async function publishDigest(
  digest: Digest,
  context: DigestContext,
  { chatTopicArn }: Pick<AlertSettings, 'chatTopicArn'>,
  publish: Publish,
): Promise<readonly (Publication | EventAnswer)[]> {
  if (digest.group.startsWith(EVENT_GROUP_PREFIX)) return publishEvents(digest, context, publish);
  // Names of groups have no dot, and those for chat a slash: two groups never share a document.
  const name = `${context.runId}-${digest.group.replaceAll('/', '.')}.json`;
  const document = publish.keep?.(name, documentJson(digest, context));
  const known = document === undefined ? context : { ...context, document };
  if (digest.topicArn !== chatTopicArn) {
    return inTurn(renderDigest(digest, known), publish.alert);
  }
  return inTurn(renderChat(digest, known), (notification) =>
    publish.bare(topicArn(digest.topicArn), JSON.stringify(notification)),
  );
}

/** Publishes one message after another, all of them even if one fails. */
async function inTurn<Message>(
  messages: readonly Message[],
  publish: (message: Message) => Promise<Publication>,
): Promise<readonly Publication[]> {
  const publications: Publication[] = [];
  for (const message of messages) publications.push(await publish(message));
  return publications;
}

/** One event for each notice. */
async function publishEvents(
  digest: Digest,
  context: DigestContext,
  { events }: Pick<Publish, 'events'>,
): Promise<readonly EventAnswer[]> {
  if (events === undefined) throw new TypeError('the bundle has nothing to send events with');
  const group = digest.group.slice(EVENT_GROUP_PREFIX.length);
  return events(
    digest.topicArn,
    eventForms(digest, group, context).map(({ detail, time }) => ({
      source: EVENT_SOURCE,
      detailType: context.purpose === 'test' ? TEST_EVENT_TYPE : EVENT_TYPE,
      detail,
      at: time,
    })),
  );
}
