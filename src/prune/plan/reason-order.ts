import { CHECKS } from '../evidence/callers.ts';
import type { KeepCode, KeepReason, KeepReasons } from '../model/reason.ts';
import { KEEP_CODES } from '../model/reason.ts';
import { canonicalJson, inOrder } from './canonical.ts';

const CODE_RANK: ReadonlyMap<KeepCode, number> = new Map(
  KEEP_CODES.map((code, rank) => [code, rank]),
);
const CHECK_RANK: ReadonlyMap<string, number> = new Map(CHECKS.map((check, rank) => [check, rank]));

/** Each reason once, the most important first; undefined when there is none. */
export function orderedReasons(reasons: readonly KeepReason[]): KeepReasons | undefined {
  const [only, second] = reasons;
  if (only === undefined) return undefined;
  if (second === undefined) return [only];
  const byJson = new Map(reasons.map((reason) => [canonicalJson(reason), reason]));
  const [[, first], ...others] = nonEmpty(
    [...byJson].toSorted(
      ([aJson, a], [bJson, b]) =>
        codeRank(a) - codeRank(b) || checkRank(a) - checkRank(b) || inOrder(aJson, bJson),
    ),
    [canonicalJson(only), only],
  );
  return [first, ...others.map(([, reason]) => reason)];
}

function nonEmpty<Item>(items: readonly Item[], otherwise: Item): readonly [Item, ...Item[]] {
  const [first = otherwise, ...others] = items;
  return [first, ...others];
}

function codeRank({ code }: KeepReason): number {
  return CODE_RANK.get(code) ?? 0;
}

function checkRank(reason: KeepReason): number {
  return 'check' in reason ? (CHECK_RANK.get(reason.check) ?? 0) : 0;
}
