import type { AlertSettings } from '../../model/configuration.ts';
import type { Digest } from '../../model/notice.ts';
import { publishEvents } from '../bus/publish-events.ts';
import { EVENT_GROUP_PREFIX } from '../notices/watched-topics.ts';
import type { EventAnswer, Publication, Publish } from '../ports.ts';
import { publishMessages } from '../topic/publish.ts';
import type { DigestContext } from '../words/context.ts';
import { publishChat } from './chat/publish.ts';
import { documentJson } from './json/document.ts';

/** Publishes a digest in the form that its topic takes, while its whole document is kept. */
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
  return digest.topicArn === chatTopicArn
    ? publishChat(digest, known, publish)
    : publishMessages(digest, known, publish);
}
