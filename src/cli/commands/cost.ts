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

/** Assumptions that default to the section `deploy` of the configuration. */
type DeployAssumption = 'runsPerDay' | 'dashboards' | 'logDays';

type CostOptions = SharedOptions &
  Omit<CostAssumptions, DeployAssumption | 'memoryMiB'> &
  Partial<Pick<CostAssumptions, DeployAssumption>> &
  Readonly<{ memory: number; all: boolean; foundAccounts: number }>;

/** The flags for whole numbers: name, description, minimum, maximum, default. */
const NUMBERS: readonly (readonly [string, string, number, number, number?])[] = [
  ['runs-per-day', 'watch runs, 1 to 24; default: as deploy says', 1, 24],
  ['found-accounts', 'accounts that the rules of accounts.organizations find', 1, 10_000, 20],
  ['functions', 'of an account and Region', 0, 100_000, 200],
  ['versions-per-function', 'published ones', 0, 100_000, 20],
  ['aliases-per-function', 'of a function', 0, 10_000, 1],
  ['buckets', 'of an account', 0, 1_000_000, 100],
  ['messages-per-day', 'of the whole deployment', 0, 10_000, 4],
  ['mail-subscribers', 'of the alerts topic', 0, 100_000, 5],
  ['memory', 'MiB of the watch function', 128, 10_240, 512],
  ['alarm-metrics', 'metrics that alarms look at', 0, 1_000, 10],
  ['dashboards', 'of the deployment; default: as deploy says', 0, 100],
  ['log-days', 'for which logs are kept; default: as deploy says', 1, 3_653],
];

export const cost = defineCommand(
  'cost',
  {
    flags: (command) => {
      for (const [name, description, least, most, usual] of NUMBERS) {
        command.option(`--${name} <number>`, description, wholeNumber(least, most), usual);
      }
      command.option('--all', 'every line, also of what is under a cent', false);
    },
    about: 'It ends with the settings that change the cost most, most expensive first.',
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

/** Returns the configuration as if the discovery rules found `found` accounts, because `cost` makes no AWS calls. */
function assumedAccounts(file: ConfigurationFile, found: number): Configuration {
  const { discovery } = file;
  if (discovery === undefined) return withAccounts(file, file.accounts);
  const assumed = Array.from({ length: found }, (_, at): AccountRef => {
    const digits = String(at).padStart(12, '0');
    return { id: accountId(digits), name: `account-${at}`, stage: 'nonprod' };
  });
  return withAccounts(file, accountsOf(file.accounts, assumed, discovery));
}

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
    // This list is always empty. Older versions had limits whose calls were not counted.
    uncounted: [],
    ...rest,
    assumed,
  };
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It takes a whole number from ${least} to ${most}.`);
  };
}
