import type { ConfigurationFile } from '../model/configuration.ts';
import { shellWord } from '../text/shell-words.ts';
import { typedCommand } from '../text/typed-command.ts';
import type { SetupStep } from './model.ts';

/** The path of the configuration that packaging uses by default. */
const USUAL_PATH = 'watchdog.yml';

/** The values that printed commands contain. */
export interface CommandValues {
  /** The path of the configuration file. */
  readonly path: string;
  /** How the user types the command `limits-watchdog`. */
  readonly command: string;
  /** The external id, or the shell variable that has it. */
  readonly externalId: string;
}

/** The steps after the roles: the stack of the watchdog, subscriptions, a test message and a first run. */
export function lastSteps(
  configuration: ConfigurationFile,
  values: CommandValues,
): readonly SetupStep[] {
  const { deployment, tooling } = configuration;
  const invoke = `aws lambda invoke --region ${tooling.region} --function-name ${deployment}-watch`;
  return [
    stackStep(configuration, values),
    {
      title: 'Who receives alerts',
      notes: [
        configuration.alerts.emails.length > 0
          ? 'Each address has to confirm with the link that AWS sends. With credentials of the tooling account.'
          : 'List addresses under alerts.emails and health.emails in the configuration first; each has to confirm with the link that AWS sends. With credentials of the tooling account.',
      ],
      commands: [withConfiguration('subscribe', values)],
    },
    {
      title: 'A test message, when the addresses are confirmed',
      notes: ['With credentials of the tooling account. It measures nothing.'],
      commands: [
        `${invoke} \\
  --cli-binary-format raw-in-base64-out --payload '{"test": true}' answer.json`,
      ],
    },
    doctorStep(values),
    {
      title: 'A first run, which sends the alerts that waited for a confirmed address',
      notes: [
        'With credentials of the tooling account. It takes up to 15 minutes; without it the next run of the schedule sends it.',
      ],
      commands: [
        // Without AWS_MAX_ATTEMPTS the CLI begins a second run when the answer takes long.
        // https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-retries.html
        `AWS_MAX_ATTEMPTS=1 ${invoke} \\
  --cli-read-timeout 910 answer.json`,
      ],
    },
  ];
}

export function stackStep(
  { tooling }: Pick<ConfigurationFile, 'tooling'>,
  { path }: Pick<CommandValues, 'path'>,
): SetupStep {
  return {
    title: `The watchdog itself, in account ${tooling.account}`,
    notes: ['With credentials of that account.'],
    commands: [
      path === USUAL_PATH ? 'npm run package' : `npm run package -- --config ${shellWord(path)}`,
      `npx osls deploy --package .serverless --stage live --region ${tooling.region}`,
    ],
  };
}

export function doctorStep(values: Pick<CommandValues, 'path' | 'command'>, flags = ''): SetupStep {
  return {
    title: 'Is everything in place?',
    notes: [],
    commands: [withConfiguration(`doctor${flags}`, values)],
  };
}

function withConfiguration(
  words: string,
  { path, command }: Pick<CommandValues, 'path' | 'command'>,
): string {
  const typed = typedCommand(command, words);
  return path === USUAL_PATH ? typed : `${typed} --config ${shellWord(path)}`;
}

/** The steps as numbered lines; the user can copy the commands unchanged. */
export function stepLines(steps: readonly SetupStep[]): readonly string[] {
  return [
    'Next steps, from the root of this repository:',
    ...steps.flatMap(({ title, notes, commands }, at) => [
      '',
      `# ${at + 1}. ${title}`,
      ...notes.map((note) => `#    ${note}`),
      ...commands,
    ]),
  ];
}
