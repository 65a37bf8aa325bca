import type { TopicArn } from '../model/aws-ids.ts';
import { topicArn } from '../model/aws-ids.ts';
import type { ConfigurationFile } from '../model/configuration.ts';
import { partitionOf } from '../model/regions.ts';

/** The topics of alerts, chat and routes, each once, in the order of the file. */
export function topicsOf({ alerts }: ConfigurationFile): readonly TopicArn[] {
  const { topicArn: first, chatTopicArn, routes } = alerts;
  const chat = chatTopicArn === undefined ? [] : [chatTopicArn];
  return [...new Set([first, ...chat, ...routes.map((route) => route.topicArn)])];
}

/** The topic of alarms about the watchdog itself, which the template `health-topic.yml` creates. */
export function healthTopicOf({ deployment, tooling }: ConfigurationFile): TopicArn {
  const { account, region } = tooling;
  return topicArn(`arn:${partitionOf(region)}:sns:${region}:${account}:${deployment}-health`);
}

export function nameOf(arn: TopicArn): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}
