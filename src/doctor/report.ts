import type { AccountId } from '../model/aws-ids.ts';
import type {
  CheckCounts,
  CheckedAccount,
  CheckLine,
  CheckState,
  DoctorReport,
  Examined,
  LineCode,
  Verdict,
} from './model.ts';
import { CHECK_STATES } from './model.ts';
import type { DoctorWords } from './sentence.ts';
import { sentenceOf } from './words.ts';

/**
 * What the lines of an answer may take, as JSON. Lambda answers with 6 MB at most, and an account
 * with its counts takes some 200 bytes.
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

/** All checks of one function as its answer: what is fine only as counts, the rest in words, worst first. */
export function doctorReport(
  examined: readonly Examined[],
  words: DoctorWords,
  run: { readonly runId: string; readonly worst: CheckState },
): DoctorReport {
  const lines = CHECK_STATES.toReversed().flatMap((state) =>
    linesOf(
      examined.filter(({ verdict }) => verdict.state === state),
      words,
    ),
  );
  const shown = asManyAsFit(lines);
  return {
    version: 1,
    kind: 'limits-watchdog.doctor-report',
    askedBy: words.askedBy,
    deployment: words.deployment,
    runId: run.runId,
    worst: run.worst,
    counts: countsOf(examined),
    accounts: byAccount(examined),
    lines: shown,
    omittedLines: lines.length - shown.length,
    mayBePruned: mayBePruned(examined),
  };
}

/** One line for what is the same in several Regions of an account; none for what needs no word. */
function linesOf(examined: readonly Examined[], words: DoctorWords): readonly CheckLine[] {
  const lines = new Map<string, CheckLine>();
  for (const one of examined) {
    const { sentence, todo, steps } = sentenceOf(one, words);
    const { verdict } = one;
    if (verdict.state === 'ok' && verdict.fact === 'as-it-should-be') continue;
    const key = JSON.stringify([one.account.id, one.account.stage, one.subject, sameFor(verdict)]);
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

/** Equal for verdicts that say the same of one subject of one account. */
function sameFor(verdict: Verdict): readonly string[] {
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
  let left = MOST_LINE_BYTES;
  const end = lines.findIndex((line) => {
    left -= encoder.encode(JSON.stringify(line)).length + 1;
    return left < 0;
  });
  return end < 0 ? lines : lines.slice(0, end);
}

function byAccount(examined: readonly Examined[]): DoctorReport['accounts'] {
  const accounts = new Map<string, { account: CheckedAccount; checks: Examined[] }>();
  for (const one of examined) {
    const { account } = one;
    // The tooling account may be watched, too: then it is in the list twice, once as the tooling account.
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

function countsOf(examined: readonly Examined[]): CheckCounts {
  return examined.reduce((counts, { verdict }) => {
    const name = COUNTED_AS[verdict.state];
    return { ...counts, [name]: counts[name] + 1 };
  }, NOTHING);
}

/** An account of which this could not be determined counts as one that may. */
function mayBePruned(examined: readonly Examined[]): readonly AccountId[] {
  return examined
    .filter(
      ({ subject, account, verdict }) =>
        subject === 'prune role' &&
        account.stage === 'nonprod' &&
        !(verdict.state === 'ok' && verdict.fact === 'no-prune-role'),
    )
    .map(({ account }) => account.id);
}

export function sumOf(one: CheckCounts, other: CheckCounts): CheckCounts {
  return {
    ok: one.ok + other.ok,
    notTried: one.notTried + other.notTried,
    couldNotTell: one.couldNotTell + other.couldNotTell,
    problem: one.problem + other.problem,
  };
}
