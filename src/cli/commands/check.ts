import { Option } from 'commander';

import { checkLines } from '../check/report-text.ts';
import { runReport } from '../../documents/run-report.ts';
import { metricsText } from '../../report/metrics/exposition.ts';
import type { CheckOptions } from '../check/flags.ts';
import { checkFlags } from '../check/flags.ts';
import { takeReport } from '../check/take-report.ts';
import type { CliOutcome, CliWorld, DefineCommand } from '../cli-command.ts';
import { typing } from '../help.ts';
import { outcomeOf } from '../exit-code.ts';
import { deploymentWords } from '../deployment/typed-for.ts';

const DOCUMENT = { version: 1, kind: 'limits-watchdog.check' } as const;

interface Options extends CheckOptions {
  readonly all?: boolean;
  readonly format: 'text' | 'prometheus';
  readonly detailedExitcode?: boolean;
}

/** `limits-watchdog check`: how full is everything now, and what could not be seen? */
export const check: DefineCommand = (program, act) => {
  const type = typing(program);
  checkFlags(program.command('check'))
    .option('--all', 'show every figure, what is fine too, and every name')
    .addOption(
      new Option('--format <format>', 'what is printed')
        .choices(['text', 'prometheus'])
        .default('text'),
    )
    .option('--detailed-exitcode', 'end with 2 when something needs attention')
    .addHelpText(
      'after',
      `
Asks the deployed watch function, which sees every account. With --local it measures the account that
your credentials belong to (profile, SSO), and with --assume every account whose read role names you in
PeopleRoleArns. No alerts are sent, and nothing is stored or changed.

Examples:
  $ ${type('check')}
  $ ${type("check --account 'team-*' --limit lambda-code-storage")}
  $ ${type('check --all')}
  $ ${type('check --local --region eu-west-1')}
  $ ${type('check --format prometheus')} > metrics.prom
  $ ${type('check --json')} > check.json && ${type('report --from check.json')}`,
    )
    .action((options: Options) => act(options, (world) => checked(options, world)));
};

async function checked(options: Options, world: CliWorld): Promise<CliOutcome> {
  const isMetrics = options.format === 'prometheus';
  if (isMetrics && options.json) {
    const messages = ['--json and --format prometheus exclude each other; leave one out.'];
    return { outcome: 'failed', lines: [], messages, document: DOCUMENT };
  }
  const taken = await takeReport(options, world);
  if (!taken.ok) return { ...taken, lines: [], document: DOCUMENT };
  const { report, source } = taken;
  const { paint, terminal } = world;
  return {
    outcome: outcomeOf(report.status, options.detailedExitcode === true),
    lines: options.json
      ? []
      : isMetrics
        ? metricsText(report).trimEnd().split('\n')
        : checkLines(report, {
            width: terminal.resultColumns,
            paint,
            isWhole: options.all === true,
            source,
            ...(taken.command !== undefined && { command: taken.command }),
            flags: deploymentWords(options),
          }),
    messages: [],
    document: { ...DOCUMENT, source, report: runReport.write(report) },
  };
}
