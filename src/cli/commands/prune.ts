import type { Command } from 'commander';
import { Option } from 'commander';

import type { DefineCommand, SharedOptions } from '../cli-command.ts';
import type { CommandForm, Work } from '../define-command.ts';
import { completeCommand } from '../define-command.ts';
import { addShowFlags, functionFlag, repeated } from '../flag-kinds.ts';
import type { WriteCommand } from '../help.ts';
import { tableRows, commandWriter } from '../help.ts';
import type { ApplyOptions, PlanOptions, ShowOptions, StatusOptions } from '../prune/request.ts';
import { pruneApply, prunePlan } from '../prune/run.ts';
import { pruneList, pruneShow, pruneStatus } from '../prune/stored-plans.ts';

export const prune: DefineCommand = (program, act) => {
  const type = commandWriter(program);
  const group = program.command('prune').addHelpText(
    'after',
    `
${type('prune dev')} is short for ${type('prune apply dev')}.
Nothing is deleted before the account's name was typed, or given as --confirm. Production is refused.

Examples:
${exampleLines(type).join('\n')}`,
  );

  const add = <Options extends SharedOptions>(
    command: Command,
    form: CommandForm,
    work: Work<Options>,
  ) => completeCommand(command, form, type, act, work);

  add(
    group
      .command('plan')
      .argument('<account>', 'by its name or id')
      .description('make a plan and show it; deletes nothing'),
    {
      flags: addPlanFlags,
      about: `Says the plan's id, and the command that deletes what is in it. The first deletion must come within an hour.`,
      examples: [
        'prune plan dev',
        'prune plan dev --until 60%',
        "prune plan dev --keep 5 --older-than 30 --function 'legacy-*'",
      ],
    },
    (options: PlanOptions, world, [account = '']) => prunePlan(account, options, world),
  );

  const apply = group
    .command('apply', { isDefault: true })
    .usage('[options] <account-or-plan>')
    .argument('[account-or-plan]', 'an account, for a plan made now; or the id of a plan')
    .allowExcessArguments()
    .description("show a plan, ask for the account's name, and delete; resumes what was stopped");
  add(
    apply,
    {
      flags: (command) =>
        addPlanFlags(command)
          .option('--confirm <name>', "the account's name, for runs without a terminal")
          .option(...functionFlag('prune'))
          .hook('preAction', () => {
            if (command.args.length === 0) command.error(`error: ${nothingNamed(type)}`);
          }),
      about: `Flags that shape a plan go with an account only: a plan is applied as it was made.
Ctrl-C stops between slices, and says the command that resumes.`,
      examples: [
        'prune apply 20261122T060000Z-0123456789abcdef',
        'prune apply dev --until 60%',
        'prune apply dev --confirm dev --json',
      ],
    },
    (options: ApplyOptions, world, subjects) => pruneApply(subjects, options, world),
  );

  add(
    group
      .command('show')
      .argument(
        '[account-or-plan]',
        'an account, for its newest plan; or the id of a plan; the newest of all when left out',
      )
      .description('show a stored plan, or why versions go or stay; changes nothing'),
    {
      flags: (command) => addShowFlags(command, 'only versions that are kept'),
      about: `Shows the plan as it was shown before; with a flag, the chosen versions with every reason.
Ends with 1 where the plan does not hold what was asked for.`,
      examples: [
        'prune show dev --version orders:7',
        'prune show 20261122T060000Z-0123456789abcdef --version orders:7',
        "prune show 20261122T060000Z-0123456789abcdef --function 'legacy-*' --kept",
      ],
    },
    (options: ShowOptions, world, [subject]) => pruneShow(subject, options, world),
  );

  add(
    group
      .command('list')
      .argument('[account]', 'by its name or id; all accounts when left out')
      .description('list the newest plans: what they delete, who asked, how they ended')
      .option(...functionFlag('plan')),
    { examples: ['prune list', 'prune list dev'] },
    (options: ShowOptions, world, [account]) => pruneList(account, options, world),
  );

  add(
    group
      .command('status')
      .argument('[plan]', 'the id of a plan; the last that has begun when left out')
      .description('show how far a plan is; changes nothing')
      .option(...functionFlag('prune'))
      .option(...functionFlag('plan')),
    {
      about: 'Ends with 0 when the plan is done, and with 3 while something remains or has failed.',
      examples: ['prune status', 'prune status 20261122T060000Z-0123456789abcdef'],
    },
    (options: StatusOptions, world, [planId]) => pruneStatus(planId, options, world),
  );
  for (const command of group.commands) refuseFormerFlags(command, type);
};

function exampleLines(type: WriteCommand): readonly string[] {
  const examples: readonly (readonly [args: string, why: string])[] = [
    ['prune plan dev --until 60%', 'what could go; deletes nothing'],
    ['prune dev', 'plans, shows the plan, asks, deletes'],
    ['prune list dev', 'its plans, who asked, what was deleted'],
    ['prune show dev --version orders:7', 'why its newest plan keeps or deletes it'],
    ['prune status', 'how far the last one is'],
  ];
  return tableRows(examples.map(([args, why]) => [`  $ ${type(args)}`, `# ${why}`] as const));
}

function nothingNamed(type: WriteCommand): string {
  return `Say what to prune: ${type('prune plan dev')} shows what could go; ${type('prune apply PLANID')} deletes it; ${type('prune status')} says how far it is.`;
}

/** Adds the flags of a plan. All except `--keep`, `--cap` and `--layers` only narrow what is deleted. */
function addPlanFlags(command: Command): Command {
  return command
    .option('--keep <n>', 'keep the newest N versions of each function')
    .option('--older-than <days>', 'only versions at least so old')
    .option(
      '--until <amount>',
      'stop below a share of the code storage (60%), or after so many package bytes (20GiB)',
    )
    .option('--function <glob>', 'only these functions; may be repeated', repeated, [])
    .option('--region <region>', 'only this Region; may be repeated', repeated, [])
    .option(
      '--cap',
      'lift the cap of 95 % a function and 90 % an account; the configuration must say so too',
    )
    .option('--layers', 'unused layer versions, too; the configuration must say so too')
    .option('--requested-by <name>', 'who asks, as the plan and the summary say it')
    .option(...functionFlag('plan'));
}

/** Refuses flags that people know from other tools and former versions, and says what to type instead. */
function refuseFormerFlags(command: Command, type: WriteCommand): void {
  command
    .addOption(new Option('-y, --yes').hideHelp())
    .addOption(new Option('--plan <id>').hideHelp())
    .on('option:yes', () =>
      command.error("error: There is no --yes: type the account's name, or pass it as --confirm."),
    )
    .on('option:plan', () =>
      command.error(`error: There is no --plan: go on with ${type('prune apply PLANID')}.`),
    );
}
