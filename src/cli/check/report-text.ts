import type { ReadFailure } from '../../model/failure.ts';
import type { FindingState } from '../../model/finding.ts';
import type { ReportedFinding, RunReport } from '../../model/run-report.ts';
import { placeOf } from '../../model/target.ts';
import { blindRemedyText, blindText } from '../../text/blind-text.ts';
import { daysText } from '../../alerts/words/forecast-text.ts';
import { displayWidth } from '../../text/display-width.ts';
import { worstFirst } from '../../report/page/level.ts';
import type { Tone } from '../../text/paint.ts';
import { unpainted } from '../../text/paint.ts';
import { plain } from '../../text/plain.ts';
import {
  counted,
  limitText,
  percentText,
  usedText,
  withSeparators,
} from '../../text/quantities.ts';
import type { Cell, Column, TableRoom } from '../../text/table.ts';
import { tableLines, wrapped } from '../../text/table.ts';
import { utcText } from '../../text/times.ts';

/** Each state as a word of its own, so that nothing hangs on a colour. */
const STATE_WORDS: Readonly<Record<FindingState, string>> = {
  ok: 'ok',
  warn: 'WARNING',
  critical: 'CRITICAL',
  unknown: 'UNKNOWN',
  'not-measured': 'NOT MEASURED',
  'not-enabled': 'not enabled',
};

const TONES: Readonly<Record<FindingState, Tone>> = {
  ok: 'good',
  warn: 'care',
  critical: 'bad',
  unknown: 'care',
  'not-measured': 'care',
  'not-enabled': 'quiet',
};

/** Figures are never broken, and columns in which nothing stands are left out. */
const COLUMNS: readonly Column[] = [
  { title: '', wraps: true, atLeast: 8 },
  { title: 'ACCOUNT', wraps: true, atLeast: 8 },
  { title: 'REGION' },
  { title: 'LIMIT', wraps: true, atLeast: 8 },
  { title: 'USED', align: 'right' },
  { title: 'OF', align: 'right' },
  { title: 'FULL', align: 'right' },
  { title: 'FULL IN', align: 'right' },
];

/**
 * A run as a person reads it in a terminal, or in a file: what was not seen, then every figure, worst
 * first, then what it does not cover, and one line of sum.
 */
export function checkLines(report: RunReport, room: TableRoom = {}): readonly string[] {
  const { accountsTrouble } = report;
  const list = accountsTrouble === undefined ? [] : [`NOT KNOWN  ${plain(accountsTrouble)}`];
  const blind = [...list.flatMap((line) => hanging(line, room)), ...blindLines(report, room)];
  const seen = report.findings.filter(({ finding }) => 'used' in finding).toSorted(worstFirst);
  const rows = seen.map((one) => row(one, report));
  const filled = COLUMNS.map((_, at) => rows.some((cells) => cells[at] !== ''));
  const isFilled = (_: unknown, at: number) => filled[at] === true;
  const table = tableLines(
    COLUMNS.filter(isFilled),
    rows.map((cells) => cells.filter(isFilled)),
    room,
  );
  const besides = report.notCovered.map((one) => `Note: ${plain(one)}`);
  return [
    ...apart(blind),
    ...apart(rows.length === 0 ? [] : table),
    ...[...besides, sumLine(report)].flatMap((line) => hanging(line, room)),
  ];
}

/** `42 figures of 10 accounts at 2026-11-22 06:00 UTC: 1 critical, 2 warnings, 39 ok` */
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
  ] as const;
  const said = parts
    .filter(([amount]) => amount > 0)
    .map(([amount, what]) => `${withSeparators(amount)} ${what}`);
  return `${counted(findings.length, 'figure')} of ${counted(accounts, 'account')} at ${utcText(measuredAt)}: ${said.length === 0 ? 'nothing was measured' : said.join(', ')}`;
}

function row(one: ReportedFinding, { limits }: RunReport): readonly Cell[] {
  const { finding, forecast, mutedBy } = one;
  const { target, limit, state } = finding;
  const definition = limits.find(({ id }) => id === limit);
  const place = placeOf(target);
  return [
    {
      text: mutedBy === undefined ? STATE_WORDS[state] : `${STATE_WORDS[state]} (muted)`,
      tone: TONES[state],
    },
    target.account.name,
    place === 'global' ? 'global' : place,
    plain(definition?.title ?? limit),
    'used' in finding ? usedText(finding.used, '') : '',
    'quota' in finding
      ? `${limitText(finding.quota, '')}${finding.stated === undefined ? '' : ' (stated)'}`
      : 'unknown',
    'quota' in finding ? percentText(finding.used, finding.quota) : '',
    forecast === undefined ? '' : daysText(forecast),
  ];
}

/** One line for each account and reason, however many figures it hides. */
function blindLines({ findings, limits }: RunReport, room: TableRoom): readonly string[] {
  const groups = new Map<string, { readonly first: Blind; readonly all: Blind[] }>();
  for (const { finding } of findings.toSorted(worstFirst)) {
    if (finding.state !== 'not-measured' && finding.state !== 'unknown') continue;
    const { target, state, failure, limit } = finding;
    // The report may be the answer of whatever function was named.
    const title = plain(limits.find(({ id }) => id === limit)?.title ?? limit);
    const blind: Blind = { target, state, failure, title };
    const key = JSON.stringify([target.account.id, state, blindText(failure)]);
    const group = groups.get(key) ?? { first: blind, all: [] };
    group.all.push(blind);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap(({ first, all }) => {
    const { account } = first.target;
    const places = [...new Set(all.map(({ target }) => placeOf(target)))].join(', ');
    const titles = [...new Set(all.map(({ title }) => title))].join(', ');
    const what = first.state === 'unknown' ? `the limit of ${titles}` : titles;
    const word = STATE_WORDS[first.state];
    const text = `${word}  ${plain(account.name)} (${account.id}), ${places}: ${what}: ${blindText(first.failure)}; ${blindRemedyText(first.failure)}.`;
    const [line = '', ...others] = hanging(text, room);
    if (!line.startsWith(word)) return [line, ...others];
    const { paint = unpainted } = room;
    return [`${paint(TONES[first.state], word)}${line.slice(word.length)}`, ...others];
  });
}

interface Blind {
  readonly target: ReportedFinding['finding']['target'];
  readonly state: 'not-measured' | 'unknown';
  readonly failure: ReadFailure;
  readonly title: string;
}

/** In as many lines as need be, all but the first indented. */
function hanging(text: string, { width }: TableRoom): readonly string[] {
  if (width === undefined || displayWidth(text) <= width) return [text];
  const [first = '', ...others] = wrapped(text, Math.max(1, width - INDENT.length));
  return [first, ...others.map((line) => `${INDENT}${line}`)].map((line) => line.trimEnd());
}

const INDENT = '  ';

function apart(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [...lines, ''];
}
