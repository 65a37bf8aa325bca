import type { Digest } from '../../../model/notice.ts';
import { topicArn } from '../../../model/aws-ids.ts';
import type { Publication, Publish } from '../../ports.ts';
import type { DigestContext } from '../../words/context.ts';
import { renderChat } from './words.ts';

/** Publishes a digest to the chat topic, one notification after the other, all of them whatever becomes of one. */
export async function publishChat(
  digest: Digest,
  context: DigestContext,
  publish: Pick<Publish, 'bare'>,
): Promise<readonly Publication[]> {
  const publications: Publication[] = [];
  for (const notification of renderChat(digest, context)) {
    publications.push(await publish.bare(topicArn(digest.topicArn), JSON.stringify(notification)));
  }
  return publications;
}
