import { groupBy } from '../../model/group-by.ts';
import type { Check } from '../model/evidence.ts';
import type { FailureReason, ReadFailure } from '../../model/failure.ts';
import type { PruneOutcome } from '../model/journal-segment.ts';
import type { LayerCheck, LayerKeepCode } from '../model/layer.ts';
import type { KeepCode, SkipCode, SkipReason } from '../model/reason.ts';
import type { Count } from '../../model/units.ts';
import { count } from '../../model/units.ts';
import { canonicalJson, compareTexts } from './canonical.ts';

/** The codes by which skipped versions are grouped. */
interface SkipCodes {
  readonly code: SkipCode;
  /** The most important reason of a version that was kept when it was checked again. */
  readonly keptFor?: KeepCode | LayerKeepCode;
  readonly check?: Check | LayerCheck;
  /** Why a read or the deletion failed; `not-read` when the read was not made. */
  readonly reason?: FailureReason | 'not-read';
  /** The failed action as in an IAM policy, such as `lambda:DeleteFunction`, and the name of its error. */
  readonly operation?: string;
  readonly errorName?: string;
}

type FailCodes = { readonly code: FailureReason } & Pick<ReadFailure, 'operation' | 'errorName'>;

export interface SkippedGroup {
  readonly codes: SkipCodes;
  /** The complete reason of one version. The others' can differ in AWS's message and in `reasons` after the first. */
  readonly reason: SkipReason;
  readonly messages: 'alike' | 'differ';
  readonly versions: Count;
}

export interface FailedGroup {
  readonly codes: FailCodes;
  readonly failure: ReadFailure;
  readonly versions: Count;
}

/** Skipped versions grouped by reason, the largest group first, then in the order of their codes. */
export function skippedGroups(outcomes: readonly PruneOutcome[]): readonly SkippedGroup[] {
  const reasons = outcomes.flatMap((one) => (one.kind === 'skipped' ? [one.reason] : []));
  return sortedGroups(reasons, skipGroupKey).map((group) => ({
    codes: skipCodes(group[0]),
    reason: group[0],
    messages:
      new Set(group.map((one) => ('failure' in one ? one.failure.message : ''))).size > 1
        ? 'differ'
        : 'alike',
    versions: count(group.length),
  }));
}

/** Failed or unknown deletions grouped by error, the largest group first, then in the order of their codes. */
export function failedGroups(
  outcomes: readonly PruneOutcome[],
  kind: 'failed' | 'unknown' = 'failed',
): readonly FailedGroup[] {
  const failures = outcomes.flatMap((one) => (one.kind === kind ? [one.failure] : []));
  return sortedGroups(failures, failCodes).map((group) => ({
    codes: failCodes(group[0]),
    failure: group[0],
    versions: count(group.length),
  }));
}

/** Whether a version was skipped because a call failed, not because of its state. `by-reason`: `keptFor` decides. */
const IS_FAILURE: Readonly<Record<string, boolean | 'by-reason'>> = {
  'function-gone': false,
  'versions-changed': false,
  'aliases-changed': false,
  'layer-gone': false,
  'kept-now': 'by-reason',
  'layer-kept-now': 'by-reason',
  'versions-not-listed': true,
  refused: true,
} satisfies Readonly<Record<SkipCode, boolean | 'by-reason'>>;

export type SkipKind = 'judgement' | 'failure' | 'unknown';

/** `failure`: a failed call caused the skip; `judgement`: the version's state did; `unknown`: the codes do not say. */
export function skipKind(codes: {
  readonly code?: string | undefined;
  readonly keptFor?: string | undefined;
}): SkipKind {
  const { code = '', keptFor } = codes;
  const isFailure = Object.hasOwn(IS_FAILURE, code) ? IS_FAILURE[code] : undefined;
  if (isFailure === undefined) return 'unknown';
  if (isFailure !== 'by-reason') return isFailure ? 'failure' : 'judgement';
  if (keptFor === undefined) return 'unknown';
  return keptFor === 'not-checked' ? 'failure' : 'judgement';
}

function skipCodes(reason: SkipReason): SkipCodes {
  const { code } = reason;
  if ('failure' in reason) {
    const { reason: why, operation, errorName } = reason.failure;
    return { code, reason: why, operation, errorName };
  }
  if (!('reasons' in reason)) return { code };
  const [first] = reason.reasons;
  return {
    code,
    keptFor: first.code,
    ...('check' in first && { check: first.check }),
    ...(first.code === 'not-checked' && { reason: first.why }),
  };
}

function failCodes({ reason, operation, errorName }: ReadFailure): FailCodes {
  return { code: reason, operation, errorName };
}

/** A value that is equal for the same codes, first reason and number of reasons. AWS's messages are left out. */
function skipGroupKey(reason: SkipReason): unknown {
  const codes = skipCodes(reason);
  return 'reasons' in reason ? [codes, reason.reasons[0], reason.reasons.length] : [codes];
}

function sortedGroups<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => unknown,
): readonly (readonly [Item, ...Item[]])[] {
  return [...groupBy(items, (item) => canonicalJson(keyOf(item)))]
    .toSorted(([a, one], [b, other]) => other.length - one.length || compareTexts(a, b))
    .map(([, group]) => group);
}
