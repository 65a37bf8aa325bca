import type { Configuration } from '../model/configuration.ts';
import type { Digest } from '../model/notice.ts';
import type { Clock, Publication, Publish } from '../ports.ts';
import { sampleDigest } from '../render/sample-digest.ts';
import type { DigestContext } from '../render/digest-context.ts';
import { publishDigest } from './publish-digest.ts';

/** What became of the sample on one topic. */
export interface TestedTopic {
  readonly group: string;
  readonly topicArn: string;
  readonly publications: readonly Publication[];
}

/**
 * Sends one sample of each kind of notice, marked as a test, to every topic that could ever receive one.
 * Nothing is measured and nothing remembered.
 */
export async function testNotification(
  { alerts }: Pick<Configuration, 'alerts'>,
  context: DigestContext,
  ports: { readonly clock: Clock; readonly publish: Publish },
): Promise<readonly TestedTopic[]> {
  const topics = new Map<string, string>([
    [alerts.topicArn, 'test'],
    ...alerts.routes.map(({ topicArn, name }): [string, string] => [topicArn, name]),
    ...(alerts.chatTopicArn === undefined ? [] : [[alerts.chatTopicArn, 'chat'] as const]),
  ]);
  const tested: TestedTopic[] = [];
  for (const [topicArn, group] of topics) {
    const digest: Digest = sampleDigest(group, topicArn, ports.clock.now());
    const publications = await publishDigest(digest, context, alerts, ports.publish);
    tested.push({ group, topicArn, publications });
  }
  return tested;
}
