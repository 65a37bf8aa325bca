import type { ConfigurationFile } from '../../model/configuration.ts';
import { failureText } from '../../text/failure-text.ts';
import { plain } from '../../text/plain.ts';
import { topicName } from '../../alerts/words/subscriptions-notice.ts';
import type { CliOutcome, CliWorld, DefineCommand, SharedOptions } from '../cli-command.ts';
import { failed } from '../cli-command.ts';
import { typing } from '../help.ts';
import { otherAccountSentence, timedConnectionOf } from '../own-credentials.ts';
import { readConfigurationFile } from '../read-configuration.ts';
import type { AddressResult } from '../subscribe-addresses.ts';
import { subscribeAddresses } from '../subscribe-addresses.ts';
import { typedCommand } from '../../text/typed-command.ts';

const DOCUMENT = { version: 1, kind: 'limits-watchdog.subscribe' } as const;
const MOST_MINUTES = 5;

/** `limits-watchdog subscribe`: subscribes the addresses of watchdog.yml to their topics. */
export const subscribe: DefineCommand = (program, act) => {
  const type = typing(program);
  program
    .command('subscribe')
    .addHelpText(
      'after',
      `
With your own credentials for the tooling account, which need sns:Subscribe and
sns:ListSubscriptionsByTopic on the two topics. Can be repeated: a pending
address is sent the confirmation again, a confirmed one is left alone.

Examples:
  $ ${type('subscribe')}
  $ ${type('subscribe --config watchdog.staging.yml --json')}`,
    )
    .action((options: SharedOptions) => act(options, (world) => subscribed(options, world)));
};

async function subscribed({ config }: SharedOptions, world: CliWorld): Promise<CliOutcome> {
  const read = await readConfigurationFile(config, world.readFile);
  if (!read.ok) return failed(DOCUMENT, read.messages);
  const { configuration } = read;
  if (configuration.alerts.emails.length + configuration.health.emails.length === 0) {
    return failed(DOCUMENT, [
      `${plain(config)} lists no addresses; add alerts.emails and health.emails, such as emails: [ops@example.com].`,
    ]);
  }
  const { connection, end } = timedConnectionOf(world, MOST_MINUTES, world.interruption);
  try {
    const { tooling } = configuration;
    const refusal = await otherAccountSentence(connection, tooling, 'the topics');
    if (refusal !== undefined) return failed(DOCUMENT, [refusal]);
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
    lines: results.map(lineOf),
    messages: isWaiting
      ? [
          `Each address has to confirm by the link that AWS has sent it, within 48 hours. Then check with: ${typedCommand(command, 'doctor')}`,
        ]
      : [],
    document: {
      ...DOCUMENT,
      deployment,
      addresses: results.map((one) => ({
        topicArn: one.topicArn,
        email: one.email,
        result: one.result,
        ...(one.result === 'failed' && {
          failure: {
            reason: one.failure.reason,
            operation: one.failure.operation,
            errorName: one.failure.errorName,
          },
        }),
      })),
    },
  };
}

function outcomeFor(failures: number, all: number): CliOutcome['outcome'] {
  if (failures === 0) return 'done';
  return failures === all ? 'failed' : 'incomplete';
}

function lineOf(one: AddressResult): string {
  return `${topicName(one.topicArn)}  ${one.email}: ${resultText(one)}`;
}

function resultText(one: AddressResult): string {
  switch (one.result) {
    case 'confirmed':
      return 'already confirmed';
    case 'pending':
      return 'pending; the confirmation was sent again';
    case 'subscribed':
      return 'subscribed; a confirmation was sent';
    case 'failed':
      return `failed: ${failureText(one.failure)}`;
  }
}
