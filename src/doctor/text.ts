import type { CheckCounts, CheckLine, CheckState, DoctorReport } from './model.ts';
import type { Paint, Tone } from '../text/paint.ts';
import { unpainted } from '../text/paint.ts';
import { plain } from '../text/plain.ts';
import { counted, withSeparators } from '../text/quantities.ts';
import { wrappedLines } from '../text/table.ts';

/** Each state as a word of its own, so that nothing hangs on a colour. */
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

/** Of what was found, each of a line or more. */
const A_SCREEN = 10;

const INDENT = '    ';
const STEP_INDENT = '   ';
const LEAST_ROOM = 16;

/**
 * The counts; what the doctors found, worst first, each with the steps of its remedy below it; then who is
 * fine, and the counts again where the first line may have left the screen. Lines are broken at `width` cells; without one they are as long as they are.
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
          `${withSeparators(omittedLines)} further lines have no room in the answer: ask for less with --account or --region`,
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
  const [first = '', ...others] = within(text, width, INDENT);
  return [
    // Colours take no cells, so they come after the breaking.
    `${paint(STATE_TONES[state], word)}${first.slice(word.length)}`,
    ...others,
    ...steps.flatMap((step, at) => {
      const room = width === undefined ? undefined : width - INDENT.length;
      return within(`${at + 1}. ${plain(step)}`, room, STEP_INDENT).map((one) => `${INDENT}${one}`);
    }),
  ];
}

/** Broken where it is too wide; all lines but the first are indented. */
function within(text: string, width: number | undefined, indent: string): readonly string[] {
  if (width === undefined) return [text];
  const room = Math.max(LEAST_ROOM, width - indent.length);
  return wrappedLines(text, room).map((line, at) => (at === 0 ? line : `${indent}${line}`));
}

/** Accounts of which every check is as it should be; each may have been asked about more than once. */
function fineText(accounts: DoctorReport['accounts'], paint: Paint): readonly string[] {
  const ok = paint('good', 'OK');
  const fine = new Map<string, { readonly name: string; readonly checks: number }>();
  const others = new Set(
    accounts.filter(({ counts }) => counts.ok < total(counts)).map(({ account }) => account.id),
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

function total({ ok, notTried, couldNotTell, problem }: CheckCounts): number {
  return ok + notTried + couldNotTell + problem;
}
