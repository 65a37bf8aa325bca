import type { SubscriptionNotice } from '../../model/notice.ts';
import type { TopicProblem } from '../../model/subscriptions.ts';
import { failureText } from '../../text/failure-text.ts';
import type { DigestContext } from './context.ts';
import type { NoticeDetails } from './notice-words.ts';
import type { Quote } from '../../text/plain.ts';
import { counted } from '../../text/quantities.ts';
import { typedCommand } from '../../text/typed-command.ts';

const MOST_ADDRESSES = 5;

export function subscriptionDetails(
  { problems, count }: SubscriptionNotice,
  { command }: Pick<DigestContext, 'command'>,
  quote: Quote,
): NoticeDetails {
  const more = count - problems.length;
  return {
    what: problems.map((problem) => quote(topicName(problem.topicArn))).join(', '),
    facts: [
      ...problems.flatMap((problem) => problemLines(problem).map(quote)),
      ...(more > 0 ? [`And ${counted(more, 'more topic')}.`] : []),
    ],
    steps: [...new Set(problems.map((problem) => problemStep(problem, command)))].map(quote),
  };
}

export function problemLines(problem: TopicProblem): readonly string[] {
  return [
    problemSentence(problem),
    ...addressLine('Not confirmed yet', problem.pending),
    ...addressLine('Not subscribed', problem.missing),
  ];
}

/** Returns the step that solves the problem. `command` is the name of the tool, such as `limits-watchdog`. */
export function problemStep(
  { problem, role, topicArn, pending, missing }: TopicProblem,
  command: string,
): string {
  switch (problem) {
    case 'absent':
      return `Deploy again, or correct ${topicArn} in watchdog.yml.`;
    case 'not-read':
      return 'Deploy again with this watchdog.yml: src/stacks/watch-function-role.yml grants sns:ListSubscriptionsByTopic. If the role has it, the next run reads it again.';
    case 'addresses':
    case 'no-subscriber':
    case 'waiting-for-confirmation':
      if (pending.length + missing.length > 0) {
        return `Run ${typedCommand(command, 'subscribe')} with credentials of the tooling account; then each address has to confirm with the link that AWS sends.`;
      }
      return role === 'alerts' || role === 'health'
        ? `List addresses under ${role}.emails in watchdog.yml and run ${typedCommand(command, 'subscribe')}, or subscribe a queue or function to ${topicArn}.`
        : `Add a subscription to ${topicArn}.`;
  }
}

export function shownAddresses(addresses: readonly string[]) {
  const shown = addresses.slice(0, MOST_ADDRESSES);
  return { shown, more: addresses.length - shown.length };
}

export function topicName(topicArn: string): string {
  return topicArn.split(':').at(-1) ?? topicArn;
}

/** Returns a sentence about the problem that contains no e-mail address. */
export function problemSentence({ problem, topicArn, waiting, failure }: TopicProblem): string {
  const topic = `The topic ${topicName(topicArn)}`;
  const wait = waiting === 0 ? '' : ` ${counted(waiting, 'alert')} unsent until one is confirmed.`;
  switch (problem) {
    case 'absent':
      return `${topic} does not exist.${waiting === 0 ? '' : ` ${counted(waiting, 'alert')} not sent yet.`}`;
    case 'no-subscriber':
      return `${topic} has no confirmed subscription.${wait}`;
    case 'waiting-for-confirmation':
      return `Waiting for confirmation of ${topicName(topicArn)}: the topic is new and has no confirmed subscription yet.${wait}`;
    case 'not-read':
      return `${topic}: its subscriptions could not be read${failure === undefined ? '' : `, ${failureText(failure)}`}. Messages are still sent; whether they are received is unknown.`;
    case 'addresses':
      return `${topic} does not reach all addresses that watchdog.yml lists for it.`;
  }
}

function addressLine(label: string, addresses: readonly string[]): readonly string[] {
  if (addresses.length === 0) return [];
  const { shown, more } = shownAddresses(addresses);
  return [`${label}: ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`];
}
