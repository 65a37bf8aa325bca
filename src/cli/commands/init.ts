import { Option } from 'commander';

import { describeFaults, parseConfiguration } from '../../config/index.ts';
import { catalogue } from '../../limits/catalogue.ts';
import { watchedDefinitions } from '../../limits/watched-limits.ts';
import { makesRoles } from '../../setup/increase-role.ts';
import { EXTERNAL_ID } from '../../model/aws-ids.ts';
import type { SetupAnswers } from '../../setup/model.ts';
import { configurationFile } from '../../setup/configuration-file.ts';
import { plain } from '../../text/plain.ts';
import { counted } from '../../text/quantities.ts';
import { setupSteps } from '../../setup/commands.ts';
import { stepLines } from '../../setup/last-steps.ts';
import type { CliOutcome, CliWorld } from '../cli-command.ts';
import { failed } from '../cli-command.ts';
import { repeated } from '../flag-kinds.ts';
import { defineCommand } from '../define-command.ts';
import { askForRest } from '../init/ask.ts';
import type { AnswerFault } from '../init/validate-answers.ts';
import { contradictionFaults, faultsOf } from '../init/validate-answers.ts';
import type { Draft, InitOptions } from '../init/init-flags.ts';
import { completeAnswers, readFlags } from '../init/init-flags.ts';
import { codeOf } from '../read-configuration.ts';

export const init = defineCommand(
  'init',
  {
    flags: (command) =>
      command
        .option('--tooling-account <id>', 'the account that runs the watchdog')
        .option('--region <region>', 'the Region in which it runs')
        .option('--deployment <name>', 'its name; default: limits-watchdog')
        .option('--account <id:name:stage>', 'an account to watch; may be repeated', repeated)
        .option(
          '--name-misleads <id>',
          'a nonprod account whose name says production, and that carries none; may be repeated',
          repeated,
        )
        .option(
          '--regions <list>',
          'Regions to watch, in commas; default: the one in which it runs',
        )
        .option(
          '--topic <arn>',
          'topic for alerts; default: <deployment>-alerts, made by the stack',
        )
        .option(
          '--email <address>',
          'who receives alerts, and is alerted when the watchdog has a problem; may be repeated',
          repeated,
        )
        .option('--external-id <value>', 'instead of a new one')
        .option(
          '--organization-id <id>',
          'an organisation that callers of the roles must belong to; default: none',
        )
        .option(
          '--watch <list>',
          'further limits to watch, in commas: sets or ids of docs/limits.md, or all; default: none',
        )
        .option(
          '--review-evidence',
          'let the command review read in production what keeps versions in use; default: no',
        )
        .addOption(
          new Option(
            '--permissions <kind>',
            'who makes the roles by StackSets: the organisation, or roles of your own',
          )
            .choices(['service-managed', 'self-managed'])
            .default('service-managed'),
        )
        .option(
          '--single',
          'one account, which runs the watchdog and is watched: no organisation, no StackSets; its read role is in the stack',
          false,
        )
        .option('--prune', 'with --single: the prune role, too; never for the stage prod', false)
        .option('--dry-run', 'show the file instead of writing it', false),
    about: `Asks for what no flag says, where there is a terminal. The external id goes into the file and into the
commands that need it, and nowhere else.`,
    examples: [
      'init',
      `init --single --account 111111111111:shop:prod --region eu-west-1 \\
      --email ops@example.com`,
      `init --tooling-account 111111111111 --region eu-west-1 \\
      --account 222222222222:dev:nonprod --account 555555555555:prod:prod --regions eu-west-1,us-east-1`,
    ],
  },
  initialise,
);

async function initialise(options: InitOptions, world: CliWorld): Promise<CliOutcome> {
  const path = plain(options.config);
  if (!options.dryRun && (await isTaken(options.config, world))) return fileExistsOutcome(path);
  const externalId = options.externalId ?? world.newSecret();
  const flags = readFlags(options);
  const { ask } = world.terminal;
  const wrong = [
    ...flags.faults,
    ...flagFaults(flags.draft, externalId),
    ...(ask === undefined ? contradictionFaults(flags.draft.accounts ?? []) : []),
  ];
  if (wrong.length > 0) {
    return failed(wrong.map(({ subject, message }) => `--${subject}: ${message}`));
  }

  if (flags.missing.length > 0 && ask === undefined) {
    return failed([
      `There is no terminal to ask in, so these are needed as flags: ${flags.missing.join(', ')}.`,
    ]);
  }
  const draft = ask === undefined ? flags.draft : await askForRest(flags, externalId, ask, world);
  if (draft === undefined) {
    const outcome = world.interruption.aborted ? 'interrupted' : 'declined';
    return failed(['Nothing was written.'], outcome);
  }
  return writeConfiguration(completeAnswers(draft, externalId), options, world);
}

/** Returns the faults of the given flags. Faults in the defaults of flags that are not given do not count. */
function flagFaults(draft: Draft, externalId: string): readonly AnswerFault[] {
  if (!EXTERNAL_ID.test(externalId)) {
    return [{ subject: 'external-id', message: 'use 2 to 1,224 letters, digits and _+=,.@:/-' }];
  }
  // With --single, the tooling account is the account of --account, whose fault is reported there.
  const isSameAccount = draft.isSingle === true && draft.accounts?.[0]?.id === draft.toolingAccount;
  return faultsOf(completeAnswers(draft, externalId)).filter(
    ({ subject }) =>
      !(subject === 'tooling-account' && isSameAccount) &&
      !(subject === 'topic' && draft.topicArn === undefined) &&
      !(subject === 'regions' && draft.regions === undefined),
  );
}

async function writeConfiguration(
  answers: SetupAnswers,
  { config, dryRun, externalId: ownId }: InitOptions,
  world: CliWorld,
): Promise<CliOutcome> {
  const path = plain(config);
  const text = configurationFile(answers, world.command);
  const parsed = parseConfiguration(
    text,
    catalogue.map(({ definition }) => definition),
  );
  if (!parsed.ok) {
    return failed(describeFaults(parsed.faults, path).split('\n').map(plain));
  }
  const { accounts, deployment, regions, toolingAccount, region, externalId } = answers;
  const steps = setupSteps(parsed.configuration, watchedDefinitions(parsed.configuration), {
    path: config,
    command: world.command,
    externalId,
  });
  if (!dryRun) {
    try {
      await world.createFile(config, text);
    } catch (error) {
      const code = codeOf(error) ?? 'unknown';
      if (code === 'EEXIST') return fileExistsOutcome(path);
      const message = `${path} cannot be written (${plain(code)}); name another place with --config.`;
      return failed([message]);
    }
  }
  const isTyped = makesRoles(parsed.configuration);
  const what = ownId === undefined ? 'A new external id' : 'The external id';
  const shown = `Nothing was written. ${what} is in the file${isTyped ? ' and the commands' : ''} shown; each run makes another unless --external-id gives one.`;
  const kept = `${what} is in ${path} under role.externalId${isTyped ? ', and in the commands that make the roles. Keep both' : '. Keep it'} as you keep a password.`;
  const sum = `Wrote ${path}: ${deployment}, ${counted(accounts.length, 'account')}, ${counted(regions.length, 'Region')}.`;
  return {
    outcome: 'done',
    lines: [...(dryRun ? [text] : [sum, '']), ...stepLines(steps)],
    messages: [dryRun ? shown : kept],
    document: {
      deployment,
      toolingAccount,
      region,
      steps,
      file: config,
      written: !dryRun,
      text,
    },
  };
}

async function isTaken(path: string, { readFile }: CliWorld): Promise<boolean> {
  try {
    await readFile(path);
    return true;
  } catch (error) {
    const code = codeOf(error);
    // With a missing directory, writing the file will fail and say so.
    return code !== 'ENOENT' && code !== 'ENOTDIR';
  }
}

function fileExistsOutcome(path: string): CliOutcome {
  const message = `${path} is there already and was left as it is; edit it, rename it to begin again, or name another file with --config.`;
  return failed([message], 'refused');
}
