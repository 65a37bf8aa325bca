import type { ConfigurationFile } from '../model/configuration.ts';
import { shellWord } from '../text/shell-words.ts';
import { typedCommand } from '../text/typed-command.ts';
import type { SetupStep } from './model.ts';

/** The configuration that packaging takes by default. */
const USUAL_PATH = 'watchdog.yml';

export interface SetupTyping {
  readonly path: string;
  readonly command: string;
  /** The external id as the commands have it: itself, or a variable of the shell. */
  readonly externalId: string;
}

/** From the stack of the watchdog on: the same, however the roles are made. */
export function lastSteps(
  configuration: ConfigurationFile,
  typing: SetupTyping,
): readonly SetupStep[] {
  const { deployment, tooling } = configuration;
  const invoke = `aws lambda invoke --region ${tooling.region} --function-name ${deployment}-watch`;
  return [
    stackStep(configuration, typing),
    {
      title: 'Who receives alerts',
      notes: [
        configuration.alerts.emails.length > 0
          ? 'Each address has to confirm by the link that it is sent. With credentials of the tooling account.'
          : 'List addresses under alerts.emails and health.emails in the configuration first; each has to confirm by the link that it is sent. With credentials of the tooling account.',
      ],
      commands: [withConfiguration('subscribe', typing)],
    },
    {
      title: 'A test message, when the addresses are confirmed',
      notes: ['With credentials of the tooling account. It measures nothing.'],
      commands: [
        `${invoke} \\
  --cli-binary-format raw-in-base64-out --payload '{"test": true}' answer.json`,
      ],
    },
    doctorStep(typing),
    {
      title: 'A first run, which sends what was kept until somebody had confirmed',
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
  { path }: Pick<SetupTyping, 'path'>,
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

export function doctorStep(typing: Pick<SetupTyping, 'path' | 'command'>, flags = ''): SetupStep {
  return {
    title: 'Is everything in place?',
    notes: [],
    commands: [withConfiguration(`doctor${flags}`, typing)],
  };
}

function withConfiguration(
  words: string,
  { path, command }: Pick<SetupTyping, 'path' | 'command'>,
): string {
  const typed = typedCommand(command, words);
  return path === USUAL_PATH ? typed : `${typed} --config ${shellWord(path)}`;
}

/** Steps for a person, numbered; the commands can be copied as they are. */
export function stepLines(steps: readonly SetupStep[]): readonly string[] {
  return [
    'What is left to do, from the root of this repository:',
    ...steps.flatMap(({ title, notes, commands }, at) => [
      '',
      `# ${at + 1}. ${title}`,
      ...notes.map((note) => `#    ${note}`),
      ...commands,
    ]),
  ];
}
