import type { AccountId } from '../model/aws-ids.ts';
import type {
  CheckCounts,
  CheckedAccount,
  CheckLine,
  CheckState,
  DoctorReport,
  CheckResult,
  LineCode,
  Verdict,
} from './model.ts';
import { CHECK_STATES } from './model.ts';
import type { DoctorWords } from './problem-words.ts';
import { sentenceOf } from './words.ts';

/**
 * The most bytes of lines in an answer, as JSON; further lines are left out. A Lambda answer has at most 6 MB, and
 * each account with its counts takes about 200 bytes.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html (invocation payload)
 */
const MOST_LINE_BYTES = 4_000_000;

const NOTHING: CheckCounts = { ok: 0, notTried: 0, couldNotTell: 0, problem: 0 };

const COUNTED_AS: Readonly<Record<CheckState, keyof CheckCounts>> = {
  ok: 'ok',
  'not-tried': 'notTried',
  'could-not-tell': 'couldNotTell',
  problem: 'problem',
};

/** The answer of one function with all of its checks. Plain `ok` results are only counted; others have sentences. */
export function doctorReport(
  results: readonly CheckResult[],
  words: DoctorWords,
  run: { readonly runId: string; readonly worst: CheckState },
): DoctorReport {
  const lines = CHECK_STATES.toReversed().flatMap((state) =>
    linesOf(
      results.filter(({ verdict }) => verdict.state === state),
      words,
    ),
  );
  const shown = asManyAsFit(lines);
  const { askedBy, deployment } = words;
  const { runId, worst } = run;
  return {
    version: 1,
    kind: 'limits-watchdog.doctor-report',
    askedBy,
    deployment,
    runId,
    worst,
    counts: countsOf(results),
    accounts: byAccount(results),
    lines: shown,
    omittedLines: lines.length - shown.length,
    mayBePruned: mayBePruned(results),
  };
}

/** The lines for results; equal results of several Regions of an account share a line, plain `ok` has none. */
function linesOf(results: readonly CheckResult[], words: DoctorWords): readonly CheckLine[] {
  const lines = new Map<string, CheckLine>();
  for (const one of results) {
    const { sentence, todo, steps } = sentenceOf(one, words);
    const { verdict } = one;
    if (verdict.state === 'ok' && verdict.fact === 'as-it-should-be') continue;
    const key = JSON.stringify([
      one.account.id,
      one.account.stage,
      one.subject,
      sentenceKey(verdict),
    ]);
    const before = lines.get(key);
    lines.set(key, {
      state: verdict.state,
      askedBy: words.askedBy,
      account: one.account,
      regions: [...(before?.regions ?? []), ...(one.region === undefined ? [] : [one.region])],
      subject: one.subject,
      code: codeOf(verdict),
      sentence,
      ...(todo !== undefined && { todo }),
      ...(steps !== undefined && { steps }),
    });
  }
  return [...lines.values()];
}

function codeOf(verdict: Verdict): LineCode {
  return verdict.state === 'could-not-tell' ? verdict.failure.reason : verdict.fact;
}

/** A key that is equal for verdicts with the same sentence about a subject of an account. */
function sentenceKey(verdict: Verdict): readonly string[] {
  if (verdict.state === 'could-not-tell') {
    const { reason, operation, errorName } = verdict.failure;
    return [reason, operation, errorName];
  }
  if (verdict.state !== 'problem') return [verdict.fact];
  if (verdict.fact === 'other-account') return [verdict.fact, verdict.found];
  if (verdict.fact === 'mute-matches-nothing') {
    const { covers, owner, id = '' } = verdict;
    return [verdict.fact, covers, owner, id];
  }
  return 'problem' in verdict ? [verdict.fact, verdict.problem] : [verdict.fact];
}

function asManyAsFit(lines: readonly CheckLine[]): readonly CheckLine[] {
  const encoder = new TextEncoder();
  let remaining = MOST_LINE_BYTES;
  const end = lines.findIndex((line) => {
    remaining -= encoder.encode(JSON.stringify(line)).length + 1;
    return remaining < 0;
  });
  return end < 0 ? lines : lines.slice(0, end);
}

function byAccount(results: readonly CheckResult[]): DoctorReport['accounts'] {
  const accounts = new Map<string, { account: CheckedAccount; checks: CheckResult[] }>();
  for (const one of results) {
    const { account } = one;
    // A tooling account that is also watched is in the list twice, once without a stage.
    const key = `${account.id}/${account.stage ?? ''}`;
    const known = accounts.get(key) ?? { account, checks: [] };
    known.checks.push(one);
    accounts.set(key, known);
  }
  return [...accounts.values()].map(({ account, checks }) => ({
    account,
    counts: countsOf(checks),
  }));
}

function countsOf(results: readonly CheckResult[]): CheckCounts {
  return results.reduce(
    (counts, { verdict }) => addCounts(counts, { ...NOTHING, [COUNTED_AS[verdict.state]]: 1 }),
    NOTHING,
  );
}

/** The nonprod accounts that may be pruned. An account whose prune role could not be determined is one of them. */
function mayBePruned(results: readonly CheckResult[]): readonly AccountId[] {
  return results
    .filter(
      ({ subject, account, verdict }) =>
        subject === 'prune role' &&
        account.stage === 'nonprod' &&
        !(verdict.state === 'ok' && verdict.fact === 'no-prune-role'),
    )
    .map(({ account }) => account.id);
}

export function addCounts(one: CheckCounts, other: CheckCounts): CheckCounts {
  return {
    ok: one.ok + other.ok,
    notTried: one.notTried + other.notTried,
    couldNotTell: one.couldNotTell + other.couldNotTell,
    problem: one.problem + other.problem,
  };
}
