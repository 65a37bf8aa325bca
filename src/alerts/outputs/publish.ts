import type { AlertSettings } from '../../model/configuration.ts';
import type { Digest } from '../../model/notice.ts';
import { topicArn } from '../../model/aws-ids.ts';
import type { Publication, Publish } from '../ports.ts';
import { renderChat } from './chat/notification.ts';
import type { DigestContext } from '../words/context.ts';
import { renderDigest } from './digest.ts';

/** Publishes a digest in the form that its topic takes, part after part, all parts whatever becomes of one. */
export async function publishDigest(
  digest: Digest,
  context: DigestContext,
  { chatTopicArn }: AlertSettings,
  publish: Publish,
): Promise<readonly Publication[]> {
  const publications: Publication[] = [];
  if (digest.topicArn === chatTopicArn) {
    for (const notification of renderChat(digest, context)) {
      publications.push(
        await publish.bare(topicArn(digest.topicArn), JSON.stringify(notification)),
      );
    }
    return publications;
  }
  for (const message of renderDigest(digest, context)) {
    publications.push(await publish.alert(message));
  }
  return publications;
}
