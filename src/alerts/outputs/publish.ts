import type { AlertSettings } from '../../model/configuration.ts';
import type { Digest } from '../../model/notice.ts';
import type { Publication, Publish } from '../ports.ts';
import { publishMessages } from '../topic/publish.ts';
import type { DigestContext } from '../words/context.ts';
import { publishChat } from './chat/publish.ts';
import { documentJson } from './json/document.ts';

/** Publishes a digest in the form that its topic takes, while its whole document is kept. */
export async function publishDigest(
  digest: Digest,
  context: DigestContext,
  { chatTopicArn }: AlertSettings,
  publish: Publish,
): Promise<readonly Publication[]> {
  if (digest.topicArn === chatTopicArn) return publishChat(digest, context, publish);
  const name = `${context.runId}-${digest.group}.json`;
  const document = publish.keep?.(name, documentJson(digest, context));
  const known = document === undefined ? context : { ...context, document };
  return publishMessages(digest, known, publish);
}
