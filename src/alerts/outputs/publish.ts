import type { AlertSettings } from '../../model/configuration.ts';
import type { Digest } from '../../model/notice.ts';
import type { Publication, Publish } from '../ports.ts';
import { publishMessages } from '../topic/publish.ts';
import type { DigestContext } from '../words/context.ts';
import { publishChat } from './chat/publish.ts';

/** Publishes a digest in the form that its topic takes. */
export function publishDigest(
  digest: Digest,
  context: DigestContext,
  { chatTopicArn }: AlertSettings,
  publish: Publish,
): Promise<readonly Publication[]> {
  return digest.topicArn === chatTopicArn
    ? publishChat(digest, context, publish)
    : publishMessages(digest, context, publish);
}
