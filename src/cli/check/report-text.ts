import { USUAL_COMMAND } from '../../model/configuration.ts';
import type { FindingState } from '../../model/finding.ts';
import type { ReportedFinding, RunReport } from '../../model/run-report.ts';
import { worstFirst } from '../../report/page/level.ts';
import { isFullSoon } from '../../report/page/outlook.ts';
import { PAUSED_SENTENCE } from '../../text/paused.ts';
import { plain } from '../../text/plain.ts';
import { counted, withSeparators } from '../../text/quantities.ts';
import type { TableRoom } from '../../text/table.ts';
import { typedCommand } from '../../text/typed-command.ts';
import { untilText, utcText } from '../../text/times.ts';
import type { ReportSource } from './source.ts';

import { blindGroups, blindLines } from './text/blind.ts';
import { everyFigureLines, figureLines, fineLines } from './text/figures.ts';
import { hangingLines, separateLines } from './text/lines.ts';
import { nextStepLines } from './text/next-steps.ts';

const NO_FORECASTS = 'No forecasts: what earlier runs have measured was not read.';

export interface CheckView extends TableRoom {
  /** Whether to show every figure. Default: false, which shows only figures that need attention. */
  readonly isWhole?: boolean;
  /** Where the report comes from. Default: `function`. */
  readonly source?: ReportSource;
  /** What the user types to run this program. Default: the command in the report. */
  readonly command?: string;
  /** Flags for suggested commands, each with a leading space. Default: none. */
  readonly flags?: string;
}

/** Returns a report for a terminal: unknown figures, figures that need attention, the others, notes, sum, next steps. */
export function checkLines(report: RunReport, view: CheckView = {}): readonly string[] {
  const { isWhole = false, source = 'function', flags = '', width } = view;
  const command = view.command ?? report.command ?? USUAL_COMMAND;
  const { accountsTrouble, findings, history, notCovered, notWatched, paused } = report;
  const list = accountsTrouble === undefined ? [] : [`NOT KNOWN  ${plain(accountsTrouble)}`];
  const pause = paused === true ? [`PAUSED  ${PAUSED_SENTENCE}`] : [];
  const groups = blindGroups(report, isWhole);
  const inLine = new Set(
    groups.filter(({ accounts }) => accounts.length > 1).flatMap((group) => group.findings),
  );
  const isUnknownAlone = ({ finding }: ReportedFinding) =>
    finding.state === 'unknown' && !inLine.has(finding);
  const measured = findings.filter(({ finding }) => finding.state !== 'not-measured');
  const shown = measured
    .filter((one) => isWhole || needsAttention(one) || isUnknownAlone(one))
    .toSorted(worstFirst);
  const fine = measured.filter((one) => one.finding.state === 'ok' && !needsAttention(one));
  const muted = report.mutes
    .filter(({ until }) => until > report.measuredAt)
    .map(({ id, covers, owner, reason, until }) => {
      const name = id === undefined ? 'in watchdog.yml' : id;
      return plain(`Muted: ${covers}, until ${untilText(until)} (${name}, ${owner}: ${reason})`);
    });
  const unknown = history === 'not-known' ? [NO_FORECASTS] : [];
  // The line does not count the limits: each new limit of the catalogue would change the output of every check.
  const notWatchedLine = `Limits that are not watched here, and what cannot be measured: ${typedCommand(command, 'limits')}`;
  const notes = [...unknown, ...(report.muteProblems ?? []), ...notCovered];
  return [
    ...separateLines([
      ...[...pause, ...list].flatMap((line) => hangingLines(line, width)),
      ...blindLines(groups, report, isWhole, view),
    ]),
    ...separateLines((isWhole ? everyFigureLines : figureLines)(shown, report, view)),
    ...separateLines(isWhole ? [] : fineLines(fine, report, view)),
    ...[
      ...muted,
      ...notes.map((one) => `Note: ${plain(one)}`),
      ...(notWatched === undefined ? [] : [notWatchedLine]),
      sumLine(report),
    ].flatMap((line) => hangingLines(line, width)),
    ...nextStepLines(
      report,
      groups,
      shown.find((one) => one.mutedBy === undefined && needsAttention(one)),
      { width, command, flags, isDeployed: source === 'function' },
    ),
  ];
}

function needsAttention(one: ReportedFinding): boolean {
  const { state } = one.finding;
  return state === 'critical' || state === 'warn' || (state === 'ok' && isFullSoon(one));
}

/** Returns `42 figures of 10 accounts at 2026-11-22 06:00 UTC: 1 critical, 2 warnings, 39 ok`. */
export function sumLine({ findings, measuredAt }: RunReport): string {
  const accounts = new Set(findings.map(({ finding }) => finding.target.account.id)).size;
  const number = (state: FindingState) =>
    findings.filter(({ finding }) => finding.state === state).length;
  const parts = [
    [number('not-measured'), 'not measured'],
    [number('unknown'), 'with a limit that is not known'],
    [number('critical'), 'critical'],
    [number('warn'), number('warn') === 1 ? 'warning' : 'warnings'],
    [number('ok'), 'ok'],
    [number('not-enabled'), 'in Regions that are not enabled'],
    [number('no-data'), 'without data'],
  ] as const;
  const said = parts
    .filter(([amount]) => amount > 0)
    .map(([amount, what]) => `${withSeparators(amount)} ${what}`);
  return `${counted(findings.length, 'figure')} of ${counted(accounts, 'account')} at ${utcText(measuredAt)}: ${said.length === 0 ? 'nothing was measured' : said.join(', ')}`;
}
