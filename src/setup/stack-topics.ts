import type { TopicArn } from '../model/aws-ids.ts';
import type { ConfigurationFile } from '../model/configuration.ts';

/** The topics of alerts, chat and routes, each once, in the order of the file. */
export function topicsOf({ alerts }: ConfigurationFile): readonly TopicArn[] {
  const { topicArn: first, chatTopicArn, routes } = alerts;
  const chat = chatTopicArn === undefined ? [] : [chatTopicArn];
  return [...new Set([first, ...chat, ...routes.map((route) => route.topicArn)])];
}

export function nameOf(arn: TopicArn): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}
