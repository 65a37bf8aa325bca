import { createHash } from 'node:crypto';

import type { TopicArn } from '../../src/model/aws-ids.ts';
import { nameOf } from '../../src/setup/stack-topics.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';
import type { Deployment } from './deployment.ts';
import { instanceOf, mergeInstances } from './template-instance.ts';
import { readStack } from './template.ts';
import { WEBHOOKS } from './webhooks.ts';

/** The longest part of an alarm's name after the deployment's name. The whole name has at most 255 characters. */
const LONGEST_SUFFIX = 150;

export type Topics = Pick<Deployment, 'values' | 'newTopics' | 'alertTopics' | 'webhookTopics'>;

/**
 * Returns the resources of each topic: the topic, the alarm on messages that SNS could not deliver, and the
 * subscription of each webhook's function. The schedule, chat and subscriptions depend on the topics that the
 * stack creates.
 */
export async function topicResources(topics: Topics): Promise<Members> {
  const { newTopics, alertTopics, webhookTopics } = topics;
  const made = new Map<TopicArn, Members>(
    newTopics.map((arn) => [arn, { Ref: `${prefixOf(nameOf(arn))}Topic` }]),
  );
  for (const arn of webhookTopics) {
    if (!isHealthTopic(arn, topics)) continue;
    made.set(arn, { 'Fn::If': ['CreatesHealthTopic', { Ref: 'HealthTopic' }, arn] });
  }
  const topic = await readStack('alert-topic.yml');
  const alarm = await readStack('topic-alarm.yml');
  const subscriptions = await Promise.all(
    WEBHOOKS.map(({ id }) => readStack(`${id}-subscription.yml`)),
  );
  const merged = mergeInstances([
    ...newTopics.map((arn) =>
      instanceOf(topic, prefixOf(nameOf(arn)), { given: { TopicName: nameOf(arn) } }),
    ),
    ...alertTopics.map((arn) =>
      instanceOf(alarm, prefixOf(nameOf(arn)), {
        given: { TopicName: nameOf(arn), AlarmSuffix: alarmSuffixOf(arn) },
      }),
    ),
    ...subscriptions.flatMap((subscription) =>
      webhookTopics.map((arn) => {
        const resource = made.get(arn);
        return instanceOf(
          subscription,
          prefixOf(nameOf(arn)),
          resource === undefined ? { given: { TopicArn: arn } } : { in: { TopicArn: resource } },
        );
      }),
    ),
  ]);
  const waits = newTopics.flatMap((arn) =>
    ['Topic', 'TopicPolicy'].map((id) => `${prefixOf(nameOf(arn))}${id}`),
  );
  const dependsOn = (ids: readonly string[]): Members => ({ DependsOn: ids });
  return {
    ...merged,
    // osls adds these ids to the resource's own DependsOn.
    extensions: {
      Schedule: dependsOn(waits),
      ChatChannel: dependsOn(waits),
      ...Object.fromEntries(
        WEBHOOKS.flatMap(({ prefix }) =>
          webhookTopics.flatMap((arn) => [
            [`${prefixOf(nameOf(arn))}${prefix}Permission`, dependsOn([`${prefix}LambdaFunction`])],
            [
              `${prefixOf(nameOf(arn))}${prefix}Subscription`,
              dependsOn([`${prefix}NotHandedOverQueuePolicy`]),
            ],
          ]),
        ),
      ),
    },
  };
}

/** Returns the last part of the name of a topic's alarm. */
export function alarmSuffixOf(arn: TopicArn): string {
  const name = nameOf(arn);
  return name.length <= LONGEST_SUFFIX ? name : prefixOf(name);
}

function isHealthTopic(arn: TopicArn, { values, alertTopics }: Topics): boolean {
  return nameOf(arn) === `${values.deployment}-health` && !alertTopics.includes(arn);
}

/** Returns a prefix of logical ids that depends only on the topic's name, not on its place in the file. */
function prefixOf(name: string): string {
  const words = name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  // The digest keeps topics such as `a-b` and `ab` apart.
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 6);
  return `${words.join('').slice(0, 100)}${digest}`;
}
