import stringWidth from 'string-width';

import { detailText } from '../../../text/figure-detail.ts';
import { daysText } from '../../../alerts/words/forecast-text.ts';
import type { ReportedFinding, RunReport } from '../../../model/run-report.ts';
import { limitGroups } from '../../../model/limit-choice/groups.ts';
import { placeOf } from '../../../model/target.ts';
import { countsText, isQuiet } from '../../../report/page/fine.ts';
import { worstFirst } from '../../../report/page/level.ts';
import type { Paint, Tone } from '../../../text/paint.ts';
import { unpainted } from '../../../text/paint.ts';
import { plain } from '../../../text/plain.ts';
import { counted, limitText, percentText, usedText } from '../../../text/quantities.ts';
import type { Column, TableRoom } from '../../../text/table.ts';
import { tableLines, tableParts } from '../../../text/table.ts';
import { hangingLines, indentedLines, separateLines, STATE_TONES, STATE_WORDS } from './lines.ts';

/** In a terminal with fewer cells per line, figures are a list instead of a table. */
const NARROW = 60;

interface Row {
  readonly state: { readonly text: string; readonly tone: Tone };
  readonly account: string;
  readonly place: string;
  readonly limit: string;
  /** The usage; empty when it is unknown. */
  readonly used: string;
  readonly of: string;
  readonly full: string;
  readonly fullIn: string;
}

interface RowColumn extends Column {
  readonly key: keyof Row;
}

/** The columns of the table. An empty column is left out. Cells of columns without `wraps` are never broken. */
const COLUMNS: readonly RowColumn[] = [
  { key: 'state', title: '', wraps: true, atLeast: 8 },
  { key: 'account', title: 'ACCOUNT', wraps: true, atLeast: 8 },
  { key: 'place', title: 'REGION' },
  { key: 'limit', title: 'LIMIT', wraps: true, atLeast: 8 },
  { key: 'used', title: 'USED', align: 'right' },
  { key: 'of', title: 'OF', align: 'right' },
  { key: 'full', title: 'FULL', align: 'right' },
  { key: 'fullIn', title: 'FULL IN', align: 'right' },
];

/** If one table is too wide, up to this many limits get a table each; more share one, with a title for each limit. */
const MOST_TABLES = 3;

/** Returns a table of figures in the given order. A table that is too wide is divided by limit. */
export function figureLines(
  findings: readonly ReportedFinding[],
  report: RunReport,
  room: TableRoom,
): readonly string[] {
  const { width, paint } = room;
  const rows = findings.map((one) => rowOf(one, report));
  if (rows.length === 0) return [];
  if (width === undefined) return table(rows, COLUMNS, room);
  if (width < NARROW) return rows.flatMap((one) => narrowLines(one, width, paint));
  const natural = table(rows, COLUMNS, {});
  if (natural.every((line) => stringWidth(line) <= width)) return table(rows, COLUMNS, room);
  const columns = COLUMNS.filter(({ key }) => key !== 'limit');
  const titles = [...new Set(rows.map(({ limit }) => limit))];
  if (titles.length > MOST_TABLES) {
    const byLimit = titles.flatMap((limit) => rows.filter((one) => one.limit === limit));
    return titledTable(byLimit, columns, room);
  }
  return titles.flatMap((limit, at) => [
    ...(at === 0 ? [] : ['']),
    ...hangingLines(limit, width),
    ...table(
      rows.filter((one) => one.limit === limit),
      columns,
      room,
    ),
  ]);
}

/** Returns one table that has a title above the rows of each limit. */
function titledTable(
  rows: readonly Row[],
  columns: readonly RowColumn[],
  room: TableRoom,
): readonly string[] {
  const filled = filledIn(columns, rows);
  const cells = rows.map((one) => filled.map(({ key }) => one[key]));
  const { titles, rows: lines } = tableParts(filled, cells, room);
  return [
    ...titles,
    ...rows.flatMap(({ limit }, at) => [
      ...(rows[at - 1]?.limit === limit ? [] : hangingLines(`${limit}:`, room.width)),
      ...(lines[at] ?? []),
    ]),
  ];
}

function filledIn(columns: readonly RowColumn[], rows: readonly Row[]): readonly RowColumn[] {
  return columns.filter(({ key }) => rows.some((one) => one[key] !== ''));
}

function table(
  rows: readonly Row[],
  columns: readonly RowColumn[],
  room: TableRoom,
): readonly string[] {
  const filled = filledIn(columns, rows);
  return tableLines(
    filled,
    rows.map((one) => filled.map(({ key }) => one[key])),
    room,
  );
}

/**
 * Returns a line for the healthy figures of each set of limits, such as
 * `ok  9 figures of 2 accounts, the fullest 78 %: dev, account-wide, S3 buckets; --all shows them`.
 */
export function fineLines(
  fine: readonly ReportedFinding[],
  report: RunReport,
  { width, paint }: TableRoom,
): readonly string[] {
  const groups = bySet(fine, report);
  return groups.flatMap(([title, those], at) => {
    const head = groups.length === 1 ? '' : `${title}: `;
    const end = at === groups.length - 1 ? '; --all shows them' : '';
    const what = `${head}${fineText(those, report)}${end}`;
    return headedLines({ text: STATE_WORDS.ok, tone: STATE_TONES.ok }, what, width, paint);
  });
}

function fineText(fine: readonly ReportedFinding[], report: RunReport): string {
  const accounts = new Set(fine.map(({ finding }) => finding.target.account.id)).size;
  const sum = `${counted(fine.length, 'figure')} of ${counted(accounts, 'account')}`;
  const [fullest] = fine.toSorted(worstFirst);
  if (fullest === undefined) return sum;
  const { account, place, limit, full } = rowOf(fullest, report);
  return `${sum}, the fullest ${full}: ${plain(account)}, ${place}, ${limit}`;
}

/** Returns all figures: first the figures that are not fine, then a table of the others for each set of limits. */
export function everyFigureLines(
  findings: readonly ReportedFinding[],
  report: RunReport,
  room: TableRoom,
): readonly string[] {
  const groups = bySet(findings.filter(isQuiet), report);
  if (groups.length < 2) return figureLines(findings, report, room);
  const notFine = figureLines(
    findings.filter((one) => !isQuiet(one)),
    report,
    room,
  );
  return groups.reduce(
    (lines, [title, those]) => [
      ...separateLines(lines),
      ...hangingLines(`${title}: ${countsText(those)}`, room.width),
      ...figureLines(those, report, room),
    ],
    notFine,
  );
}

/** Groups findings by set of limits. Findings whose limit the report does not describe come last. */
function bySet(
  findings: readonly ReportedFinding[],
  { limits }: RunReport,
): readonly (readonly [title: string, findings: readonly ReportedFinding[]])[] {
  const groups = limitGroups(limits).map(({ title, limits: own }) => {
    const ids = new Set(own.map(({ id }) => id));
    return [title, findings.filter(({ finding }) => ids.has(finding.limit))] as const;
  });
  const described = new Set(limits.map(({ id }) => id));
  const others = findings.filter(({ finding }) => !described.has(finding.limit));
  return [...groups, ['Not described', others] as const].filter(([, those]) => those.length > 0);
}

export function headedLines(
  { text, tone }: Row['state'],
  what: string,
  width: number | undefined,
  paint: Paint = unpainted,
): readonly string[] {
  const [line = '', ...others] = hangingLines(`${text}  ${what}`, width);
  if (!line.startsWith(text)) return [line, ...others];
  return [`${paint(tone, text)}${line.slice(text.length)}`, ...others];
}

function narrowLines(
  { state, account, place, limit, used, of, full, fullIn }: Row,
  width: number,
  paint: Paint | undefined,
): readonly string[] {
  const amounts = [
    used === '' ? '' : `${used} of ${of}`,
    full,
    fullIn === '' ? '' : `full in ${fullIn}`,
  ].filter((one) => one !== '');
  const figure = amounts.length === 0 ? limit : `${limit}: ${amounts.join(', ')}`;
  return [
    ...headedLines(state, `${plain(account)}, ${place}`, width, paint),
    ...indentedLines(figure, width),
  ];
}

function rowOf({ finding, forecast, mutedBy }: ReportedFinding, { limits }: RunReport): Row {
  const { target, limit, state } = finding;
  const place = placeOf(target);
  return {
    state: {
      text: mutedBy === undefined ? STATE_WORDS[state] : `${STATE_WORDS[state]} (muted)`,
      tone: STATE_TONES[state],
    },
    account: target.account.name,
    place: place === 'global' ? 'account-wide' : place,
    // The report may come from an untrusted function, so control characters are removed from its texts.
    limit: plain(`${limits.find(({ id }) => id === limit)?.title ?? limit}${detailText(finding)}`),
    used: 'used' in finding ? usedText(finding.used, '') : '',
    of: ofText(finding),
    full: 'quota' in finding ? percentText(finding.used, finding.quota) : '',
    fullIn: forecast === undefined ? '' : daysText(forecast),
  };
}

function ofText(finding: ReportedFinding['finding']): string {
  if (!('quota' in finding)) return finding.state === 'unknown' ? 'unknown' : '';
  return `${limitText(finding.quota, '')}${finding.stated === undefined ? '' : ' (stated)'}`;
}
