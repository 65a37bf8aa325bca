import type { CheckCounts, CheckLine, CheckState, DoctorReport } from './model.ts';
import type { Paint, Tone } from '../text/paint.ts';
import { unpainted } from '../text/paint.ts';
import { plain } from '../text/plain.ts';
import { counted, withSeparators } from '../text/quantities.ts';
import { wrappedLines } from '../text/table.ts';

/** The word for each state, so that the output is clear without colours. */
const STATE_WORDS: Readonly<Record<CheckState, string>> = {
  ok: 'NOTE',
  'not-tried': 'NOT TRIED',
  'could-not-tell': 'UNKNOWN',
  problem: 'PROBLEM',
};

const STATE_TONES: Readonly<Record<CheckState, Tone>> = {
  ok: 'quiet',
  'not-tried': 'quiet',
  'could-not-tell': 'care',
  problem: 'bad',
};

const MOST_NAMES = 20;

/** The number of results after which the counts are repeated at the end. */
const A_SCREEN = 10;

const INDENT = '    ';
const STEP_INDENT = '   ';
const LEAST_ROOM = 16;

/**
 * The report as lines: the counts, the results from worst to best with their steps, and the accounts whose checks
 * are all `ok`. After more than 10 results the counts are repeated at the end.
 * @param width the number of cells after which lines are broken; without it, lines are not broken
 */
export function doctorLines(
  report: Pick<DoctorReport, 'counts' | 'accounts' | 'lines' | 'omittedLines'>,
  paint: Paint = unpainted,
  width?: number,
): readonly string[] {
  const { counts, omittedLines } = report;
  const sum = countsText(counts);
  return [
    sum,
    ...report.lines.flatMap((line) => checkText(line, paint, width)),
    ...(omittedLines > 0
      ? [
          `${withSeparators(omittedLines)} further lines did not fit into the answer: select less with --account or --region`,
        ]
      : []),
    ...fineText(report.accounts, paint),
    ...(report.lines.length > A_SCREEN ? [sum] : []),
  ];
}

function checkText(line: CheckLine, paint: Paint, width: number | undefined): readonly string[] {
  const { state, account, regions, sentence, todo, steps = [] } = line;
  const where = [`${plain(account.name)} (${account.id})`, ...regions].join(', ');
  const word = STATE_WORDS[state];
  const text = `${word}  ${where}: ${plain(sentence)}${todo === undefined ? '' : ` ${plain(todo)}`}`;
  const [first = '', ...others] = wrapIndented(text, width, INDENT);
  return [
    // The text is wrapped before it is coloured, as the codes of colours take no width.
    `${paint(STATE_TONES[state], word)}${first.slice(word.length)}`,
    ...others,
    ...steps.flatMap((step, at) => {
      const room = width === undefined ? undefined : width - INDENT.length;
      return wrapIndented(`${at + 1}. ${plain(step)}`, room, STEP_INDENT).map(
        (one) => `${INDENT}${one}`,
      );
    }),
  ];
}

/** The text broken into lines of at most `width` cells; all lines after the first are indented. */
function wrapIndented(text: string, width: number | undefined, indent: string): readonly string[] {
  if (width === undefined) return [text];
  const room = Math.max(LEAST_ROOM, width - indent.length);
  return wrappedLines(text, room).map((line, at) => (at === 0 ? line : `${indent}${line}`));
}

/** Lines for the accounts whose checks are all `ok`. The checks of several functions in an account are added. */
function fineText(accounts: DoctorReport['accounts'], paint: Paint): readonly string[] {
  const ok = paint('good', 'OK');
  const fine = new Map<string, { readonly name: string; readonly checks: number }>();
  const others = new Set(
    accounts.flatMap(({ account, counts: { notTried, couldNotTell, problem } }) =>
      notTried + couldNotTell + problem > 0 ? [account.id] : [],
    ),
  );
  for (const { account, counts } of accounts) {
    if (others.has(account.id)) continue;
    const checks = (fine.get(account.id)?.checks ?? 0) + counts.ok;
    fine.set(account.id, { name: `${plain(account.name)} (${account.id})`, checks });
  }
  if (fine.size > MOST_NAMES)
    return [`${ok}  ${counted(fine.size, 'account')}, each with all checks`];
  return [...fine.values()].map(
    ({ name, checks }) => `${ok}  ${name}: ${counted(checks, 'check')}`,
  );
}

function countsText({ ok, notTried, couldNotTell, problem }: CheckCounts): string {
  return `${counted(problem, 'problem')}, ${withSeparators(couldNotTell)} could not be determined, ${withSeparators(notTried)} not tried, ${withSeparators(ok)} as they should be`;
}
