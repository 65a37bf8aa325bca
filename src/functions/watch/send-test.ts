import { watchedDefinitions } from '../../limits/watched-limits.ts';
import type { Reach } from '../../alerts/notices/subscriptions.ts';
import { digestContext } from '../../watch/digest-context.ts';
import { testEvents, testNotification } from '../../alerts/test-notification.ts';
import type { TestedTopic } from '../../alerts/test-notification.ts';
import type { ConfigurationFile } from '../../model/configuration.ts';
import type { WatchPorts } from '../../watch/ports.ts';
import { problemLines, problemStep } from '../../alerts/words/subscriptions-notice.ts';
import { RunFailed } from './answer.ts';

export interface TestSummary {
  readonly runId: string;
  readonly tested: readonly {
    readonly group: string;
    readonly topicArn: string;
    /** Which subscriptions the topic has. A topic with `none` was sent nothing. */
    readonly subscriptions: Reach;
    /** A problem with the subscriptions, and what to do about it. */
    readonly problem?: string;
  }[];
  readonly events?: { readonly eventBusArn: string; readonly sent: number };
}

/**
 * Sends sample notices to every topic, and sample events to the event bus.
 * @throws RunFailed, after all were tried, if the bus or a topic refused, or a topic has no confirmed subscription.
 */
export async function sendTest(
  configuration: ConfigurationFile,
  ports: Pick<WatchPorts, 'clock' | 'publish' | 'subscriptions'>,
  runId: string,
): Promise<TestSummary> {
  const { deployment, command } = configuration;
  const limits = watchedDefinitions(configuration);
  const measuredAt = ports.clock.now();
  const run = { deployment, runId, measuredAt, limits, status: 'complete' } as const;
  const context = digestContext(configuration, run, 'test');
  const textOf = ({ problem }: TestedTopic) =>
    problem ? [...problemLines(problem), problemStep(problem, command)].join(' ') : '';
  const topics = await testNotification(configuration, context, ports);
  const { eventBusArn } = configuration.alerts;
  const events = await testEvents(configuration, context, ports);
  const unsent = events.find((one) => !one.published);
  const refused = topics.filter(({ publications }) => publications.some((one) => !one.published));
  const withoutSubscription = topics.filter(({ reach }) => reach === 'none');
  const sentences = [
    ...(refused.length > 0
      ? [`the test notification was not accepted by ${topicNames(refused)}; see the log.`]
      : []),
    ...(withoutSubscription.length > 0
      ? [
          `the test notification was not sent to ${topicNames(withoutSubscription)}.`,
          ...withoutSubscription.map(textOf),
        ]
      : []),
    ...(unsent === undefined || unsent.published
      ? []
      : [`the event bus ${eventBusArn} did not take test events: ${unsent.failure.errorName}.`]),
  ];
  if (sentences.length > 0) throw new RunFailed(sentences.join(' '));
  return {
    runId,
    tested: topics.map((topic) => ({
      group: topic.group,
      topicArn: topic.topicArn,
      subscriptions: topic.reach,
      ...(topic.problem !== undefined && { problem: textOf(topic) }),
    })),
    ...(eventBusArn !== undefined && { events: { eventBusArn, sent: events.length } }),
  };
}

function topicNames(topics: readonly TestedTopic[]): string {
  return topics.map(({ group, topicArn }) => `${group} (${topicArn})`).join(', ');
}
