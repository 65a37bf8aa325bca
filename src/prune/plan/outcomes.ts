import { groupBy } from '../../model/group-by.ts';
import type { Check } from '../model/evidence.ts';
import type { FailureReason, ReadFailure } from '../../model/failure.ts';
import type { PruneOutcome } from '../model/journal-segment.ts';
import type { LayerCheck, LayerKeepCode } from '../model/layer.ts';
import type { KeepCode, SkipCode, SkipReason } from '../model/reason.ts';
import type { Count } from '../../model/units.ts';
import { count } from '../../model/units.ts';
import { canonicalJson, inOrder } from './canonical.ts';

interface SkipCodes {
  readonly code: SkipCode;
  /** Of a version that is kept now: its most important reason. */
  readonly keptFor?: KeepCode | LayerKeepCode;
  readonly check?: Check | LayerCheck;
  /** Why a read or the deletion failed; `not-read` without a read. */
  readonly reason?: FailureReason | 'not-read';
  /** As in an IAM policy, and the error's own name. */
  readonly operation?: string;
  readonly errorName?: string;
}

type FailCodes = { readonly code: FailureReason } & Pick<ReadFailure, 'operation' | 'errorName'>;

export interface SkippedGroup {
  readonly codes: SkipCodes;
  /** Of one version; others differ at most in AWS's message. */
  readonly reason: SkipReason;
  readonly messages: 'alike' | 'differ';
  readonly versions: Count;
}

export interface FailedGroup {
  readonly codes: FailCodes;
  readonly failure: ReadFailure;
  readonly versions: Count;
}

/** Skipped versions by reason, the largest group first, then by codes. */
export function skippedGroups(outcomes: readonly PruneOutcome[]): readonly SkippedGroup[] {
  const reasons = outcomes.flatMap((one) => (one.kind === 'skipped' ? [one.reason] : []));
  return sortedGroups(reasons, sameSkip).map((group) => ({
    codes: skipCodes(group[0]),
    reason: group[0],
    messages:
      new Set(group.map((one) => ('failure' in one ? one.failure.message : ''))).size > 1
        ? 'differ'
        : 'alike',
    versions: count(group.length),
  }));
}

/** Failed or unknown deletions by failure, in the same order. */
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

/** Whether a skip is a failure and no judgement of the version; `as-kept`: that depends on the reason. */
const IS_FAILURE: Readonly<Record<string, boolean | 'as-kept'>> = {
  'function-gone': false,
  'versions-changed': false,
  'aliases-changed': false,
  'layer-gone': false,
  'kept-now': 'as-kept',
  'layer-kept-now': 'as-kept',
  'versions-not-listed': true,
  refused: true,
} satisfies Readonly<Record<SkipCode, boolean | 'as-kept'>>;

export type SkipKind = 'judgement' | 'failure' | 'unknown';

/** `unknown` for codes of another version of the prune function, and for none. */
export function skipKind(codes: {
  readonly code?: string | undefined;
  readonly keptFor?: string | undefined;
}): SkipKind {
  const { code = '', keptFor } = codes;
  const isFailure = Object.hasOwn(IS_FAILURE, code) ? IS_FAILURE[code] : undefined;
  if (isFailure === undefined) return 'unknown';
  if (isFailure !== 'as-kept') return isFailure ? 'failure' : 'judgement';
  if (keptFor === undefined) return 'unknown';
  return keptFor === 'not-checked' ? 'failure' : 'judgement';
}

function skipCodes(reason: SkipReason): SkipCodes {
  const { code } = reason;
  switch (code) {
    case 'kept-now':
    case 'layer-kept-now': {
      const [first] = reason.reasons;
      return {
        code,
        keptFor: first.code,
        ...('check' in first && { check: first.check }),
        ...(first.code === 'not-checked' && { reason: first.why }),
      };
    }
    case 'versions-not-listed':
    case 'refused': {
      const { reason: why, operation, errorName } = reason.failure;
      return { code, reason: why, operation, errorName };
    }
    case 'function-gone':
    case 'versions-changed':
    case 'aliases-changed':
    case 'layer-gone':
      return { code };
  }
}

function failCodes({ reason, operation, errorName }: ReadFailure): FailCodes {
  return { code: reason, operation, errorName };
}

/** Equal for versions with one reason for the skip; AWS's messages do not count. */
function sameSkip(reason: SkipReason): unknown {
  const codes = skipCodes(reason);
  return 'reasons' in reason ? [codes, reason.reasons[0], reason.reasons.length] : [codes];
}

function sortedGroups<Item>(
  items: readonly Item[],
  sameFor: (item: Item) => unknown,
): readonly (readonly [Item, ...Item[]])[] {
  return [...groupBy(items, (item) => canonicalJson(sameFor(item)))]
    .toSorted(([a, one], [b, other]) => other.length - one.length || inOrder(a, b))
    .map(([, group]) => group);
}
