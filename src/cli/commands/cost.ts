import { InvalidArgumentError } from 'commander';

import { catalogue } from '../../limits/catalogue.ts';
import { watchedLimits } from '../../limits/watched-limits.ts';
import { WATCH_REQUESTS_PER_SECOND } from '../../aws/pacing.ts';
import { costOf } from '../../cost/monthly-cost.ts';
import { usualRunsPerDay } from '../../cost/switches.ts';
import { accountsOf } from '../../accounts/select.ts';
import { targetsOf } from '../../accounts/targets.ts';
import { TARGETS_AT_A_TIME } from '../../watch/measure-all.ts';
import { accountId } from '../../model/aws-ids.ts';
import type { AccountRef, Configuration, ConfigurationFile } from '../../model/configuration.ts';
import { withAccounts } from '../../model/configuration.ts';
import type { Cost, CostAssumptions } from '../../cost/model.ts';
import { costText, lineUsd, sumUsd } from '../../cost/text.ts';
import { runOutput } from '../run-output.ts';
import type { CliOutcome, CliWorld, SharedOptions } from '../cli-command.ts';
import { failed } from '../cli-command.ts';
import { defineCommand } from '../define-command.ts';
import { readConfigurationFile } from '../read-configuration.ts';

/** What `deploy` of the file says where no flag does. */
type Deployed = 'runsPerDay' | 'dashboards' | 'logDays';

type CostOptions = SharedOptions &
  Omit<CostAssumptions, 'memoryMiB' | Deployed> &
  Partial<Pick<CostAssumptions, Deployed>> & {
    readonly memory: number;
    readonly all: boolean;
    readonly foundAccounts: number;
  };

/** `limits-watchdog cost`: what this configuration costs a month, and what it is made of. Offline. */
export const cost = defineCommand(
  'cost',
  {
    flags: (command) =>
      command
        .option(
          '--runs-per-day <number>',
          'watch runs, 1 to 24; default: as deploy says',
          whole(1, 24),
        )
        .option(
          '--found-accounts <number>',
          'accounts that the rules of accounts.organizations find',
          whole(1, 10_000),
          20,
        )
        .option('--functions <number>', 'of an account and Region', whole(0, 100_000), 200)
        .option('--versions-per-function <number>', 'published ones', whole(0, 100_000), 20)
        .option('--aliases-per-function <number>', 'of a function', whole(0, 10_000), 1)
        .option('--buckets <number>', 'of an account', whole(0, 1_000_000), 100)
        .option('--messages-per-day <number>', 'of the whole deployment', whole(0, 10_000), 4)
        .option('--mail-subscribers <number>', 'of the alerts topic', whole(0, 100_000), 5)
        .option('--memory <number>', 'MiB of the watch function', whole(128, 10_240), 512)
        .option('--alarm-metrics <number>', 'metrics that alarms look at', whole(0, 1_000), 10)
        .option(
          '--dashboards <number>',
          'of the deployment; default: as deploy says',
          whole(0, 100),
        )
        .option(
          '--log-days <number>',
          'for which logs are kept; default: as deploy says',
          whole(1, 3_653),
        )
        .option('--all', 'every line, also of what is under a cent', false),
    about: 'What would change it most is at its end, most expensive first, each with what sets it.',
    examples: [
      'cost',
      'cost --runs-per-day 24 --functions 500 --versions-per-function 60',
      'cost --dashboards 1 --json',
    ],
  },
  showCost,
);

async function showCost(options: CostOptions, { readFile }: CliWorld): Promise<CliOutcome> {
  const read = await readConfigurationFile(options.config, readFile);
  if (!read.ok) return failed(read.messages);
  const configuration = assumedAccounts(read.configuration, options.foundAccounts);
  const { deployment, tooling } = configuration;
  const assumed = assumptionsIn(options, read.configuration);
  const findsAccounts = read.configuration.discovery !== undefined;
  const result = monthlyCost(configuration, assumed, findsAccounts);
  return {
    outcome: 'done',
    lines: costText(result, assumed, {
      deployment,
      region: tooling.region,
      isWhole: options.all,
      command: configuration.command,
    }),
    messages: [],
    document: facts(result, assumed, configuration),
  };
}

/** What the configuration costs, with this version's limits and its way of measuring. */
export function monthlyCost(
  configuration: Configuration,
  assumed: CostAssumptions,
  findsAccounts = false,
): Cost {
  const limits = watchedLimits(configuration);
  return costOf({
    configuration,
    limits,
    catalogue,
    assumed,
    pace: {
      requestsPerSecond: WATCH_REQUESTS_PER_SECOND,
      targetsAtATime: TARGETS_AT_A_TIME,
      findsAccounts,
    },
    outputOf: (one, measured) => {
      const definitions = measured.map(({ definition }) => definition);
      const scopes = new Set(definitions.map(({ scope }) => scope));
      const targets = one.accounts.flatMap((account) => targetsOf(account, scopes));
      return runOutput(one, definitions, targets);
    },
  });
}

/** With so many accounts found by the rules: AWS is not asked how many there are. */
function assumedAccounts(file: ConfigurationFile, found: number): Configuration {
  const { discovery } = file;
  if (discovery === undefined) return withAccounts(file, file.accounts);
  const assumed = Array.from({ length: found }, (_, at): AccountRef => {
    const digits = String(at).padStart(12, '0');
    return { id: accountId(digits), name: `account-${at}`, stage: 'nonprod' };
  });
  return withAccounts(file, accountsOf(file.accounts, assumed, discovery));
}

/** A paused schedule begins no run; a flag says how many all the same. */
function assumptionsIn(
  options: CostOptions,
  { deploy = {} }: Pick<ConfigurationFile, 'deploy'>,
): CostAssumptions {
  const { schedulePaused = false, dashboard = false, logRetentionDays = 90 } = deploy;
  const { functions, versionsPerFunction, aliasesPerFunction, buckets } = options;
  const { messagesPerDay, mailSubscribers, memory, alarmMetrics } = options;
  return {
    runsPerDay: options.runsPerDay ?? (schedulePaused ? 0 : usualRunsPerDay({ deploy })),
    functions,
    versionsPerFunction,
    aliasesPerFunction,
    buckets,
    messagesPerDay,
    mailSubscribers,
    memoryMiB: memory,
    alarmMetrics,
    dashboards: options.dashboards ?? (dashboard ? 1 : 0),
    logDays: options.logDays ?? logRetentionDays,
  };
}

/** Amounts as they are, and money rounded up as it is shown. */
function facts(result: Cost, assumed: CostAssumptions, { deployment, tooling }: Configuration) {
  const { lines, usd: exact, accounts, places, calls, cloudTrail, ...rest } = result;
  return {
    deployment,
    region: tooling.region,
    days: 31,
    sumUsd: sumUsd(result),
    exactUsd: exact,
    lines: lines.map((line) => ({ ...line, usd: lineUsd(line) })),
    accounts,
    places,
    calls,
    cloudTrail: { ...cloudTrail, events: Math.ceil(cloudTrail.events) },
    // Every limit says how often its actions are called; former versions had some that did not.
    uncounted: [],
    ...rest,
    assumed,
  };
}

function whole(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It takes a whole number from ${least} to ${most}.`);
  };
}
