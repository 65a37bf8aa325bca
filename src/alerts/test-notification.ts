import type { Reach } from './notices/subscriptions.ts';
import { judgeSubscriptions, reachOf } from './notices/subscriptions.ts';
import { isTransition } from './notices/severity.ts';
import { EVENT_GROUP_PREFIX, watchedTopics } from './notices/watched-topics.ts';
import type { Configuration } from '../model/configuration.ts';
import type { Digest } from '../model/notice.ts';
import type { TopicProblem } from '../model/subscriptions.ts';
import type { Clock } from '../model/clock.ts';
import type { EventAnswer, Publication, Publish, ReadSubscriptions } from './ports.ts';
import { sampleDigest } from './outputs/sample.ts';
import type { DigestContext } from './words/context.ts';
import { publishDigest } from './outputs/publish.ts';

export interface TestedTopic {
  readonly group: string;
  readonly topicArn: string;
  readonly reach: Reach;
  readonly problem?: TopicProblem;
  readonly publications: readonly (Publication | EventAnswer)[];
}

/** Sends a sample of each kind of notice to every configured topic that has or may have a confirmed subscription. */
export async function testNotification(
  { alerts, health }: Pick<Configuration, 'alerts' | 'health'>,
  context: DigestContext,
  ports: {
    readonly clock: Clock;
    readonly publish: Publish;
    readonly subscriptions: ReadSubscriptions;
  },
): Promise<readonly TestedTopic[]> {
  const readings = await ports.subscriptions(watchedTopics({ alerts, health }));
  // Without memories no topic counts as new: one without a subscriber has the problem `no-subscriber`.
  const { problems } = judgeSubscriptions(readings, new Map(), undefined, ports.clock.now());
  const tested: TestedTopic[] = [];
  for (const { topic } of readings) {
    const { name, role, topicArn } = topic;
    const group = role === 'alerts' ? 'test' : name;
    const reach = reachOf(readings, topicArn);
    const digest: Digest = sampleDigest(group, topicArn, ports.clock.now());
    const publications =
      reach === 'none'
        ? []
        : await publishDigest(digest, { ...context, testedRole: role }, alerts, ports.publish);
    const problem = problems.find((one) => one.topicArn === topicArn);
    tested.push({
      group,
      topicArn,
      reach,
      ...(problem !== undefined && { problem }),
      publications,
    });
  }
  return tested;
}

/** Sends the samples to the event bus, if one is configured. */
export async function testEvents(
  { alerts }: Pick<Configuration, 'alerts'>,
  context: DigestContext,
  { clock, publish }: { readonly clock: Clock; readonly publish: Publish },
): Promise<readonly (Publication | EventAnswer)[]> {
  if (alerts.eventBusArn === undefined) return [];
  const sample = sampleDigest(`${EVENT_GROUP_PREFIX}test`, alerts.eventBusArn, clock.now());
  const digest = { ...sample, notices: sample.notices.filter(isTransition) };
  return publishDigest(digest, context, alerts, publish);
}
