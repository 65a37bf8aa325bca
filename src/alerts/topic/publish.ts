import type { Digest } from '../../model/notice.ts';
import type { Publication, Publish } from '../ports.ts';
import type { DigestContext } from '../words/context.ts';
import { renderDigest } from './message.ts';

/** Publishes a digest to an alerts topic, message after message, all of them whatever becomes of one. */
export async function publishMessages(
  digest: Digest,
  context: DigestContext,
  publish: Pick<Publish, 'alert'>,
): Promise<readonly Publication[]> {
  const publications: Publication[] = [];
  for (const message of renderDigest(digest, context)) {
    publications.push(await publish.alert(message));
  }
  return publications;
}
