import { unconfirmedAddresses } from '../../alerts/notices/subscriptions.ts';
import { watchedTopics } from '../../alerts/notices/watched-topics.ts';
import { emailSubscriber, subscriptionReader } from '../../alerts/topic/sns.ts';
import type { Subscribe } from '../../alerts/topic/sns.ts';
import type { Connection } from '../../aws/clients.ts';
import type { ReadFailure } from '../../model/failure.ts';
import type { TopicReading } from '../../model/subscriptions.ts';
import type { ConfigurationFile } from '../../model/configuration.ts';
import { failureText } from '../../text/failure-text.ts';
import { plain } from '../../text/plain.ts';
import { topicName } from '../../alerts/words/subscriptions-notice.ts';
import type { CliOutcome, CliWorld, SharedOptions } from '../cli-command.ts';
import { failed } from '../cli-command.ts';
import { defineCommand } from '../define-command.ts';
import { otherAccountSentence, timedConnectionOf } from '../own-credentials.ts';
import { readConfigurationFile } from '../read-configuration.ts';
import { typedCommand } from '../../text/typed-command.ts';

const MOST_MINUTES = 5;

export const subscribe = defineCommand(
  'subscribe',
  {
    about: `With your own credentials for the tooling account, which need sns:Subscribe and
sns:ListSubscriptionsByTopic on the two topics. Can be repeated: a pending
address is sent the confirmation again, a confirmed one is left alone.`,
    examples: ['subscribe', 'subscribe --config watchdog.staging.yml --json'],
  },
  subscribeAll,
);

async function subscribeAll({ config }: SharedOptions, world: CliWorld): Promise<CliOutcome> {
  const read = await readConfigurationFile(config, world.readFile);
  if (!read.ok) return failed(read.messages);
  const { configuration } = read;
  if (configuration.alerts.emails.length + configuration.health.emails.length === 0) {
    return failed([
      `${plain(config)} lists no addresses; add alerts.emails and health.emails, such as emails: [ops@example.com].`,
    ]);
  }
  const { connection, end } = timedConnectionOf(world, MOST_MINUTES, world.interruption);
  try {
    const { tooling } = configuration;
    const refusal = await otherAccountSentence(connection, tooling, 'the topics');
    if (refusal !== undefined) return failed([refusal]);
    const outcome = outcomeOf(configuration, await subscribeAddresses(configuration, connection));
    return world.interruption.aborted ? { ...outcome, outcome: 'interrupted' } : outcome;
  } finally {
    end();
  }
}

function outcomeOf(
  { deployment, command }: ConfigurationFile,
  results: readonly AddressResult[],
): CliOutcome {
  const failures = results.filter(({ result }) => result === 'failed').length;
  const isWaiting = results.some(({ result }) => result === 'pending' || result === 'subscribed');
  return {
    outcome: outcomeFor(failures, results.length),
    lines: results.map((one) => `${topicName(one.topicArn)}  ${one.email}: ${resultText(one)}`),
    messages: isWaiting
      ? [
          `Each address has to confirm by the link that AWS has sent it, within 48 hours. Then check with: ${typedCommand(command, 'doctor')}`,
        ]
      : [],
    document: {
      deployment,
      addresses: results.map((one) => {
        if (one.result !== 'failed') return one;
        const { reason, operation, errorName } = one.failure;
        return { ...one, failure: { reason, operation, errorName } };
      }),
    },
  };
}

function outcomeFor(failures: number, all: number): CliOutcome['outcome'] {
  if (failures === 0) return 'done';
  return failures === all ? 'failed' : 'incomplete';
}

const RESULT_TEXT = {
  confirmed: 'already confirmed',
  pending: 'pending; the confirmation was sent again',
  subscribed: 'subscribed; a confirmation was sent',
};

function resultText(one: AddressResult): string {
  return one.result === 'failed' ? `failed: ${failureText(one.failure)}` : RESULT_TEXT[one.result];
}

/** `subscribed`: a new subscription; `pending`: one that may have existed before. For both, SNS sent a confirmation. */
type AddressResult = {
  readonly topicArn: string;
  readonly email: string;
} & (
  | { readonly result: 'confirmed' | 'pending' | 'subscribed' }
  | { readonly result: 'failed'; readonly failure: ReadFailure }
);

/** Subscribes each address that is not confirmed. A failure does not stop the others. */
async function subscribeAddresses(
  configuration: Pick<ConfigurationFile, 'alerts' | 'health' | 'tooling'>,
  connection: Connection,
): Promise<readonly AddressResult[]> {
  const { region } = configuration.tooling;
  const topics = watchedTopics(configuration).filter(({ emails }) => emails.length > 0);
  const readings = await subscriptionReader(connection, region)(topics);
  const subscribe = emailSubscriber(connection, region);
  const results: AddressResult[] = [];
  for (const reading of readings) {
    for (const email of reading.topic.emails) {
      results.push(await subscribeOne(reading, email, subscribe));
    }
  }
  return results;
}

/** Subscribes an unconfirmed address; any address if the topic could not be listed: SNS then says if it was confirmed. */
async function subscribeOne(
  { topic, reading }: TopicReading,
  email: string,
  subscribe: Subscribe,
): Promise<AddressResult> {
  const { topicArn } = topic;
  const address = { topicArn, email };
  const known = reading.kind === 'listed' ? reading.subscriptions : [];
  const { pending, missing } = unconfirmedAddresses([email], known);
  if (pending.length + missing.length === 0) return { ...address, result: 'confirmed' };
  const answer = await subscribe(topicArn, email);
  if (answer.kind === 'failed') return { ...address, result: 'failed', failure: answer.failure };
  if (answer.kind === 'confirmed') return { ...address, result: 'confirmed' };
  const isNew = reading.kind === 'listed' && missing.length > 0;
  return { ...address, result: isNew ? 'subscribed' : 'pending' };
}
