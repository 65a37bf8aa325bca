import type { AccountConfiguration } from '../../model/configuration.ts';
import type { ReadFailure } from '../../model/failure.ts';
import type { BlindFinding, Finding } from '../../model/finding.ts';
import type { LimitDefinition } from '../../model/limit.ts';
import type { Traffic } from '../../model/report.ts';
import type { Batch, BatchResult } from './documents.ts';
import type { Target } from '../../model/target.ts';
import { targetKey } from '../../model/target.ts';
import type { Instant } from '../../model/time.ts';
import { HOUR_MS, isoTime } from '../../model/time.ts';
import { scopesIn, targetsOf } from '../../accounts/targets.ts';
import type { RunResult } from '../decide.ts';

/**
 * The most targets in a batch; only a batch of one account may have more. This keeps a batch far below the 256 KiB
 * of a Step Functions payload.
 * https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
export const TARGETS_A_BATCH = 64;

/** Divides the accounts into batches, in order. All targets of an account are in one batch. */
export function batchesOf(
  run: string,
  accounts: readonly AccountConfiguration[],
  limits: readonly Pick<LimitDefinition, 'scope'>[],
  runAt?: Instant,
): readonly Batch[] {
  const scopes = new Set(limits.map(({ scope }) => scope));
  const batches: AccountConfiguration[][] = [];
  let room = 0;
  for (const account of accounts) {
    const targets = targetsOf(account, scopes).length;
    const last = batches.at(-1);
    if (last === undefined || targets > room) {
      batches.push([account]);
      room = TARGETS_A_BATCH - targets;
    } else {
      last.push(account);
      room -= targets;
    }
  }
  return batches.map((members, batch) => ({
    run,
    batch,
    ...(runAt !== undefined && { runAt }),
    accounts: members,
  }));
}

/** Whether a result is of this batch: one finding for each target and limit, in order, and no other accounts. */
export function isResultOf(
  { run, batch, findings, aliases, pruneRoles = [] }: BatchResult,
  expected: Batch,
  limits: readonly LimitDefinition[],
): boolean {
  const subjects = subjectsOf(expected, limits);
  const accounts = new Set(expected.accounts.map(({ id }) => id));
  return (
    run === expected.run &&
    batch === expected.batch &&
    findings.length === subjects.length &&
    findings.every((finding, at) => {
      const subject = subjects[at];
      return subject !== undefined && keyOf(finding) === keyOf(subject);
    }) &&
    aliases.every(({ account }) => accounts.has(account)) &&
    pruneRoles.every(({ account }) => accounts.has(account.id))
  );
}

/**
 * The greatest age of a batch's result; no run takes longer. An execution can be redriven for 14 days, and
 * results that old must not be reported as current.
 * https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
 */
const OLDEST_MS = 3 * HOUR_MS;

export function isRecent({ measuredAt }: Pick<BatchResult, 'measuredAt'>, now: Instant): boolean {
  return now - measuredAt <= OLDEST_MS;
}

export function outdatedResult({ measuredAt }: Pick<BatchResult, 'measuredAt'>): ReadFailure {
  return unusableResult(
    'conflict',
    'BatchResultTooOld',
    `It was measured at ${isoTime(measuredAt)}, too long before the run was judged. Start a new execution.`,
  );
}

export function malformedResult(message: string): ReadFailure {
  return unusableResult('malformed', 'BatchResultNotUnderstood', message);
}

function unusableResult(
  reason: ReadFailure['reason'],
  errorName: string,
  message: string,
): ReadFailure {
  return { reason, operation: 's3:GetObject', errorName, message, attempts: 1 };
}

/** By batch number, the result of the batch, or why it has none. */
export type BatchOutcomes = ReadonlyMap<number, BatchResult | ReadFailure>;

/** Joins the results of all batches. The limits of a batch without a result become `not-measured` findings. */
export function mergeBatches(
  batches: readonly Batch[],
  outcomes: BatchOutcomes,
  limits: readonly LimitDefinition[],
): { readonly result: RunResult; readonly traffic: readonly Traffic[] } {
  const findings: Finding[] = [];
  const results: BatchResult[] = [];
  for (const batch of batches) {
    const outcome = outcomes.get(batch.batch) ?? NO_RESULT;
    if ('findings' in outcome) {
      results.push(outcome);
      findings.push(...outcome.findings);
    } else findings.push(...blindFindings(subjectsOf(batch, limits), outcome));
  }
  const aliases = results.flatMap((result) => result.aliases);
  const pruneRoles = results.flatMap((result) => result.pruneRoles ?? []);
  return {
    result: { findings, aliases, pruneRoles },
    traffic: results.map(({ traffic }) => traffic),
  };
}

function blindFindings(
  subjects: readonly Subject[],
  failure: ReadFailure,
): readonly BlindFinding[] {
  return subjects.map((subject) => ({ state: 'not-measured', ...subject, failure }));
}

/**
 * Returns `not-measured` findings for configured targets that are in no batch. There are such targets when the
 * function was deployed with another configuration while the run was under way.
 */
export function unplannedFindings(
  batches: readonly Batch[],
  accounts: readonly AccountConfiguration[],
  limits: readonly LimitDefinition[],
): readonly BlindFinding[] {
  const planned = new Set(batches.flatMap((batch) => subjectsOf(batch, limits).map(keyOf)));
  const subjects = subjectsOf({ accounts }, limits);
  return blindFindings(
    subjects.filter((subject) => !planned.has(keyOf(subject))),
    NOT_PLANNED,
  );
}

const NOT_PLANNED: ReadFailure = {
  reason: 'conflict',
  operation: 'lambda:InvokeFunction',
  errorName: 'NotPlanned',
  message: 'It was not among the targets when the run began.',
  attempts: 0,
};

export const NO_RESULT: ReadFailure = noResult('NoResult');

/** @param errorName the state machine's name of the error, such as `Lambda.TooManyRequestsException` */
export function noResult(errorName: string): ReadFailure {
  return {
    reason: reasonOf(errorName),
    operation: 'lambda:InvokeFunction',
    errorName,
    message: 'The batch of targets in which it would have been measured gave no result.',
    attempts: 0,
  };
}

function reasonOf(errorName: string): ReadFailure['reason'] {
  if (errorName === 'Lambda.TooManyRequestsException') return 'throttled';
  return errorName === 'States.Timeout' || errorName === 'Sandbox.Timedout'
    ? 'no-answer'
    : 'unexpected';
}

interface Subject {
  readonly target: Target;
  readonly limit: LimitDefinition['id'];
}

/** Returns each pair of a target and a limit of its scope, in the order in which they are measured. */
function subjectsOf(
  { accounts }: Pick<Batch, 'accounts'>,
  limits: readonly LimitDefinition[],
): readonly Subject[] {
  const scopeOf = new Map(limits.map(({ id, scope }) => [id, scope]));
  return accounts.flatMap((account) =>
    targetsOf(account, scopesIn(account, limits)).flatMap((target) =>
      account.rules
        .filter(({ limit }) => scopeOf.get(limit) === target.scope)
        .map(({ limit }) => ({ target, limit })),
    ),
  );
}

function keyOf({ target, limit }: Subject): string {
  return `${targetKey(target)} ${limit}`;
}
