import { HOUR_MS, isoTime } from '../../model/time.ts';
import { sumLine } from '../check/report-text.ts';
import { reportPage } from '../../report/page/page.ts';
import { plain } from '../../text/plain.ts';
import { withSeparators } from '../../text/quantities.ts';
import { sha256Base64 } from '../../functions/watch/reports.ts';
import type { CheckOptions, ReportResult } from '../check/source.ts';
import { checkFlags, noReport } from '../check/source.ts';
import { latestReport, reportIn } from '../check/stored-report.ts';
import { takeReport } from '../check/take-report.ts';
import type { CliOutcome, CliWorld } from '../cli-command.ts';
import { failed } from '../cli-command.ts';
import { defineCommand } from '../define-command.ts';
import { outcomeOf } from '../exit-code.ts';
import { DETAILED_EXIT_CODE } from '../flag-kinds.ts';
import { askLatest } from '../check/ask-watch.ts';
import { codeOf } from '../read-configuration.ts';
import { readDeployment } from '../read-deployment.ts';

const STANDARD_OUTPUT = '-';

interface Options extends CheckOptions {
  readonly out: string;
  readonly force?: boolean;
  readonly latest?: boolean;
  readonly from?: string;
  readonly detailedExitcode?: boolean;
}

export const report = defineCommand(
  'report',
  {
    flags: (command) =>
      checkFlags(command)
        .option('--out <file>', 'where the page is written; - is standard output', 'report.html')
        .option('--force', 'write over a file that is there')
        .option('--latest', 'the last report that the service has kept, instead of measuring now')
        .option('--from <file>', 'what check --json has written, instead of measuring now')
        .option(...DETAILED_EXIT_CODE),
    examples: [
      'report',
      'report --latest --out latest.html --force',
      'report --latest --deployment limits-watchdog --region eu-west-1',
      'report --account dev --out - > dev.html',
      (type) => `${type('check --json')} > check.json; ${type('report --from check.json')}`,
    ],
  },
  writePage,
);

async function writePage(options: Options, world: CliWorld): Promise<CliOutcome> {
  const { out, force = false, detailedExitcode = false } = options;
  if (out === STANDARD_OUTPUT && options.json) {
    return failed(['--out - and --json both want standard output; leave one out.']);
  }
  // The file is checked now, because measuring takes minutes, and again when the page is written.
  const blocked = out === STANDARD_OUTPUT || force ? undefined : await fileFault(out, world);
  if (blocked !== undefined) return failed([blocked]);
  const taken = await reportFor(options, world);
  if (!taken.ok) return failed(taken.messages, taken.outcome);
  const page = reportPage(taken.report, sha256Base64);
  const stale = overdueSentences(taken, world);
  const seen = outcomeOf(taken.report.status, detailedExitcode);
  const outcome = stale.length > 0 && seen !== 'failed' ? 'incomplete' : seen;
  const what = sumLine(taken.report);
  if (out === STANDARD_OUTPUT) {
    return { outcome, lines: page.split('\n'), messages: [what, ...stale] };
  }
  const refusal = await write(out, page, force, world);
  if (refusal !== undefined) return failed([refusal]);
  return {
    outcome,
    lines: [`${plain(out)}: ${what}`],
    messages: stale,
    document: { file: out, ...facts(taken) },
  };
}

async function reportFor(options: Options, world: CliWorld): Promise<ReportResult> {
  const { from, latest = false } = options;
  if (from === undefined && !latest) return takeReport(options, world);
  const { local, assume, account, region, limit, watchFunction, deployment } = options;
  const measures =
    local === true ||
    assume === true ||
    (watchFunction !== undefined && deployment === undefined) ||
    [account, region, limit].some((globs) => globs.length > 0);
  if (measures) {
    return noReport(
      '--latest and --from show a report as it was made, and what is to be measured does not go with them; leave one out.',
    );
  }
  if (from === undefined) return latestOf(options, world);
  return latest
    ? noReport('--latest and --from exclude each other; leave one out.')
    : reportIn(from, world);
}

/** Returns the last stored report: from the state bucket, or with `--deployment` from the watch function. */
async function latestOf(options: Options, world: CliWorld): Promise<ReportResult> {
  if (options.deployment === undefined) return latestReport(options, world);
  const read = await readDeployment(options, world);
  if (!read.ok) return noReport(...read.messages);
  return askLatest(options.watchFunction, read.deployed, world);
}

/** Watch runs are at most a day apart, and take less than two hours; see src/stacks/schedule.yml and alarms.yml. */
const LONGEST_WITHOUT_A_RUN_MS = 26 * HOUR_MS;

/** Returns a sentence when the last stored report is too old. A report from a file may have any age. */
function overdueSentences(
  { source, report: { measuredAt } }: TakenReport,
  { clock }: CliWorld,
): readonly string[] {
  const age = clock.now() - measuredAt;
  if (source !== 'latest' || age <= LONGEST_WITHOUT_A_RUN_MS) return [];
  const hours = withSeparators(Math.floor(age / HOUR_MS));
  return [
    `It was measured ${hours} hours ago, and no run has kept a report since, so how things are now is not known; see heartbeat-missing in docs/operations.md, or measure now without --latest.`,
  ];
}

function facts({ report: { runId, measuredAt, purpose, status, findings }, source }: TakenReport) {
  const figures = findings.length;
  return { source, runId, purpose, status, measuredAt: isoTime(measuredAt), figures };
}

type TakenReport = Extract<ReportResult, { readonly ok: true }>;

async function write(
  file: string,
  page: string,
  force: boolean,
  { createFile, replaceFile }: CliWorld,
): Promise<string | undefined> {
  try {
    await (force ? replaceFile(file, page) : createFile(file, page));
    return undefined;
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    return faultOf(file, code);
  }
}

async function fileFault(file: string, { readFile }: CliWorld): Promise<string | undefined> {
  try {
    await readFile(file);
    return faultOf(file, 'EEXIST');
  } catch (error) {
    const code = codeOf(error);
    return code === undefined || code === 'ENOENT' ? undefined : faultOf(file, code);
  }
}

function faultOf(file: string, code: string): string {
  return code === 'EEXIST'
    ? `${plain(file)} is there already, and was left as it is; name another file with --out, or write over it with --force.`
    : `${plain(file)} cannot be written (${plain(code)}); name another one with --out.`;
}
