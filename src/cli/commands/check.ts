import { Option } from 'commander';

import { checkLines } from '../check/report-text.ts';
import { runReport } from '../../documents/run-report.ts';
import { metricsText } from '../../report/metrics/exposition.ts';
import type { CheckOptions } from '../check/source.ts';
import { checkFlags } from '../check/source.ts';
import { takeReport } from '../check/take-report.ts';
import type { CliOutcome, CliWorld } from '../cli-command.ts';
import { failed } from '../cli-command.ts';
import { defineCommand } from '../define-command.ts';
import { outcomeOf } from '../exit-code.ts';
import { DETAILED_EXIT_CODE } from '../flag-kinds.ts';
import { deploymentWords } from '../read-deployment.ts';

interface Options extends CheckOptions {
  readonly all?: boolean;
  readonly format: 'text' | 'prometheus';
  readonly detailedExitcode?: boolean;
}

export const check = defineCommand(
  'check',
  {
    flags: (command) =>
      checkFlags(command)
        .option('--all', 'show every figure, what is fine too, and every name')
        .addOption(
          new Option('--format <format>', 'what is printed')
            .choices(['text', 'prometheus'])
            .default('text'),
        )
        .option(...DETAILED_EXIT_CODE),
    about: `Asks the deployed watch function, which sees every account. With --local it measures the account that
your credentials belong to (profile, SSO), and with --assume every account whose read role names you in
PeopleRoleArns. No alerts are sent, and nothing is stored or changed.`,
    examples: [
      'check',
      "check --account 'team-*' --limit lambda-code-storage",
      'check --all',
      'check --local --region eu-west-1',
      'check --format prometheus > metrics.prom',
      (type) => `${type('check --json')} > check.json && ${type('report --from check.json')}`,
    ],
  },
  showCheck,
);

async function showCheck(options: Options, world: CliWorld): Promise<CliOutcome> {
  const isMetrics = options.format === 'prometheus';
  if (isMetrics && options.json) {
    return failed(['--json and --format prometheus exclude each other; leave one out.']);
  }
  const taken = await takeReport(options, world);
  if (!taken.ok) return failed(taken.messages, taken.outcome);
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
    document: { source, report: runReport.write(report) },
  };
}
