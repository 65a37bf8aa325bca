import { watchedDefinitions } from '../../limits/watched-limits.ts';
import { explainTargets, readRuleOrigins } from '../../setup/explain-targets.ts';
import type { ExplainedAccount } from '../../setup/explain-targets.ts';
import { plain } from '../../text/plain.ts';
import { counted } from '../../text/quantities.ts';
import { discoveryLines, targetsLines } from '../../setup/targets-text.ts';
import type { CliOutcome, CliWorld, SharedOptions } from '../cli-command.ts';
import { failed } from '../cli-command.ts';
import { defineCommand } from '../define-command.ts';
import { readConfigurationFile } from '../read-configuration.ts';
import type { Selection, SelectionOptions } from '../selection-flags.ts';
import { selectionFlags, selectTargets } from '../selection-flags.ts';
import { typedCommand } from '../../text/typed-command.ts';
import { accountWord } from '../../text/shell-words.ts';

type TargetsOptions = SharedOptions & SelectionOptions;

export const targets = defineCommand(
  'targets',
  {
    flags: (command) => selectionFlags(command, 'with limits'),
    about: (
      type,
    ) => `An account that is not here is in no configuration, so nothing measures it; but where accounts are found
by rules, only those that are listed are here. What is here and still not
measured is for ${type('doctor')}, which tries the permissions, and ${type('check')}.`,
    examples: [
      'targets',
      'targets --account dev              # is dev named, and for what?',
      "targets --region 'eu-*' --limit 'lambda-*' --json",
    ],
  },
  explain,
);

const MOST_NAMED = 5;

async function explain(options: TargetsOptions, world: CliWorld): Promise<CliOutcome> {
  const read = await readConfigurationFile(options.config, world.readFile);
  if (!read.ok) return failed(read.messages);
  const { configuration, text } = read;
  const definitions = watchedDefinitions(configuration);
  const { discovery } = configuration;
  const selection =
    discovery !== undefined && configuration.accounts.length === 0 && options.account.length === 0
      ? NONE_LISTED
      : selectTargets(configuration, definitions, options);
  if (!selection.ok) {
    return failed([
      ...selection.messages,
      discovery === undefined
        ? `Only what ${plain(options.config)} names is measured; to measure more, name it there.`
        : `Discovered accounts are not known offline: ${typedCommand(configuration.command, 'check')} asks the deployed watch function for them.`,
    ]);
  }
  const originsOf = readRuleOrigins(text, definitions);
  const accounts = explainTargets(configuration, selection.selected, originsOf);
  const { deployment, tooling, command } = configuration;
  const { paint, terminal } = world;
  const watchFunction = `${deployment}-watch (${tooling.account}, ${tooling.region})`;
  return {
    outcome: 'done',
    lines: [
      ...(accounts.length === 0
        ? []
        : targetsLines(accounts, watchFunction, command, { width: terminal.resultColumns, paint })),
      ...(options.account.length > 0 ? roleTestLines(accounts, command) : []),
      ...(discovery === undefined ? [] : discoveryLines(discovery, accounts.length, command)),
    ],
    messages: [],
    document: {
      deployment,
      tooling,
      foundByRules: discovery !== undefined,
      accounts: accounts.map(accountFacts),
    },
  };
}

/** Returns a sentence for each of the first accounts, with the command that tests its role, and one for the others. */
function roleTestLines(accounts: readonly ExplainedAccount[], command: string): readonly string[] {
  const shown = accounts.slice(0, MOST_NAMED).map(({ account }) => {
    const name = plain(account.name);
    return `To see whether the role in ${name} can be assumed: ${typedCommand(command, `doctor --account ${accountWord(account)}`)}`;
  });
  const more = accounts.length - shown.length;
  return more > 0 ? [...shown, `The same applies to ${counted(more, 'more account')}.`] : shown;
}
const NONE_LISTED: Selection = {
  ok: true,
  selected: { accounts: [], limits: [], includesWhole: false },
};

function accountFacts(explainedAccount: ExplainedAccount) {
  const { account, regions, isMeasuredWhole, limits, leftOut, role, refusals } = explainedAccount;
  return {
    ...account,
    regions: regions.map(({ region, origin }) => ({ region, origin })),
    measuredAsAWhole: isMeasuredWhole,
    role,
    limits: limits.map(({ definition, rule, origins }) => ({
      limit: definition.id,
      scope: definition.scope,
      warn: rule.warn,
      critical: rule.critical,
      ...(rule.ceiling !== undefined && { ceiling: rule.ceiling }),
      ...(rule.statedQuota !== undefined && { statedQuota: rule.statedQuota }),
      setBy: origins,
    })),
    ...(leftOut.length > 0 && { leftOut }),
    prune: { possible: refusals.length === 0, refusals },
  };
}
