import type { CheckCounts, CheckLine, CheckState, DoctorReport } from '../model/doctor.ts';
import type { Paint, Tone } from './paint.ts';
import { unpainted } from './paint.ts';
import { plain } from './plain.ts';
import { counted, withSeparators } from './quantities.ts';

/** Each state as a word of its own, so that nothing hangs on a colour. */
const STATE_WORDS: Readonly<Record<CheckState, string>> = {
  ok: 'NOTE',
  'not-tried': 'NOT TRIED',
  'could-not-tell': 'COULD NOT TELL',
  problem: 'PROBLEM',
};

const STATE_TONES: Readonly<Record<CheckState, Tone>> = {
  ok: 'quiet',
  'not-tried': 'quiet',
  'could-not-tell': 'care',
  problem: 'bad',
};

const MOST_NAMES = 20;

/** What the doctors found, one line each, worst first; then who is fine, and the counts. */
export function doctorLines(
  report: Pick<DoctorReport, 'counts' | 'accounts' | 'lines' | 'omittedLines'>,
  paint: Paint = unpainted,
): readonly string[] {
  const { counts, omittedLines } = report;
  return [
    ...report.lines.map((line) => checkText(line, paint)),
    ...(omittedLines > 0
      ? [
          `${withSeparators(omittedLines)} further lines have no room in the answer: ask for less with --account or --region`,
        ]
      : []),
    ...fineText(report.accounts, paint),
    countsText(counts),
  ];
}

function checkText({ state, account, regions, sentence, todo }: CheckLine, paint: Paint): string {
  const where = [`${plain(account.name)} (${account.id})`, ...regions].join(', ');
  return `${paint(STATE_TONES[state], STATE_WORDS[state])}  ${where}: ${plain(sentence)}${todo === undefined ? '' : ` ${plain(todo)}`}`;
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
  return `${counted(problem, 'problem')}, ${withSeparators(couldNotTell)} could not be told, ${withSeparators(notTried)} not tried, ${withSeparators(ok)} as they should be`;
}

function total({ ok, notTried, couldNotTell, problem }: CheckCounts): number {
  return ok + notTried + couldNotTell + problem;
}
