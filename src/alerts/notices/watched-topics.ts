import type { Configuration } from '../../model/configuration.ts';
import type { Digest } from '../../model/notice.ts';
import type { WatchedTopic } from '../../model/subscriptions.ts';

type Topics = Pick<Configuration, 'alerts' | 'health'>;

/** The group of the digests for chat, which are kept and repeated apart from the others. */
export const CHAT_GROUP_PREFIX = 'chat/';

/** Every topic that the watchdog publishes to, each once; several routes may share one. */
export function watchedTopics({ alerts, health }: Topics): readonly WatchedTopic[] {
  const all: readonly WatchedTopic[] = [
    { role: 'alerts', name: 'alerts', topicArn: alerts.topicArn, emails: alerts.emails },
    ...alerts.routes.map(({ name, topicArn }) => ({
      role: 'route' as const,
      name,
      topicArn,
      emails: [],
    })),
    ...(alerts.chatTopicArn === undefined
      ? []
      : [{ role: 'chat' as const, name: 'chat', topicArn: alerts.chatTopicArn, emails: [] }]),
    { role: 'health', name: 'health', ...health },
  ];
  const byArn = new Map<string, WatchedTopic>();
  for (const topic of all) {
    const known = byArn.get(topic.topicArn);
    const emails = [...new Set([...(known?.emails ?? []), ...topic.emails])];
    byArn.set(topic.topicArn, { ...(known ?? topic), emails });
  }
  return [...byArn.values()];
}

/**
 * Where a digest that waits is published now: the configuration may have changed since. Its own topic
 * while that is configured; else the topic of its group; else the default one. Undefined for a copy for
 * a chat topic that is no longer configured: the alerts themselves have a digest of their own.
 */
export function destinationOf(
  { group, topicArn }: Pick<Digest, 'group' | 'topicArn'>,
  { alerts, health }: Topics,
): string | undefined {
  if (group.startsWith(CHAT_GROUP_PREFIX)) return alerts.chatTopicArn;
  const isConfigured = watchedTopics({ alerts, health }).some((one) => one.topicArn === topicArn);
  // The chat topic takes a form of its own.
  if (isConfigured && topicArn !== alerts.chatTopicArn) return topicArn;
  return alerts.routes.find(({ name }) => name === group)?.topicArn ?? alerts.topicArn;
}
