import type { Configuration } from '../../model/configuration.ts';
import type { WatchedTopic } from '../../model/subscriptions.ts';

export type Topics = Pick<Configuration, 'alerts' | 'health'>;

/** The group of the digests for chat, which are kept and repeated apart from the others. */
export const CHAT_GROUP_PREFIX = 'chat/';
/** The same of the digests for the event bus. */
export const EVENT_GROUP_PREFIX = 'events/';

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
