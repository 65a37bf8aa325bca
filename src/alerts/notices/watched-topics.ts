import type { Configuration } from '../../model/configuration.ts';
import { groupBy } from '../../model/group-by.ts';
import type { WatchedTopic } from '../../model/subscriptions.ts';

export type Topics = Pick<Configuration, 'alerts' | 'health'>;

/** The prefix of the group name of a digest for chat, which is sent separately. */
export const CHAT_GROUP_PREFIX = 'chat/';
/** The prefix of the group name of a digest for the event bus. */
export const EVENT_GROUP_PREFIX = 'events/';

export function watchedTopics({ alerts, health }: Topics): readonly WatchedTopic[] {
  const { topicArn, emails, routes, chatTopicArn } = alerts;
  const all: readonly WatchedTopic[] = [
    { role: 'alerts', name: 'alerts', topicArn, emails },
    ...routes.map((route) => ({
      role: 'route' as const,
      name: route.name,
      topicArn: route.topicArn,
      emails: [],
    })),
    ...(chatTopicArn === undefined
      ? []
      : [{ role: 'chat' as const, name: 'chat', topicArn: chatTopicArn, emails: [] }]),
    { role: 'health', name: 'health', ...health },
  ];
  return [...groupBy(all, (topic) => topic.topicArn).values()].map((topics) => ({
    ...topics[0],
    emails: [...new Set(topics.flatMap((topic) => topic.emails))],
  }));
}
