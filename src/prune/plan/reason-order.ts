import { CHECKS } from '../evidence/callers.ts';
import type { LayerKeepReason } from '../model/layer.ts';
import type { KeepReason } from '../model/reason.ts';
import { KEEP_CODES } from '../model/reason.ts';
import { canonicalJson, compareTexts } from './canonical.ts';

type AnyReason = KeepReason | LayerKeepReason;

/** The rank of each reason. The two reasons for layer versions only are first. */
const CODE_RANK = rankOf(['attached', 'shared', ...KEEP_CODES] satisfies AnyReason['code'][]);
const CHECK_RANK = rankOf(CHECKS);

/** The reasons without duplicates, the most important first; undefined when there is no reason. */
export function orderedReasons<Reason extends AnyReason>(
  reasons: readonly Reason[],
): readonly [Reason, ...Reason[]] | undefined {
  const [only, ...more] = reasons;
  if (only === undefined) return undefined;
  if (more.length === 0) return [only];
  const byJson = new Map(reasons.map((reason) => [canonicalJson(reason), reason]));
  const [first = only, ...others] = [...byJson]
    .toSorted(
      ([aJson, a], [bJson, b]) =>
        codeRank(a) - codeRank(b) || checkRank(a) - checkRank(b) || compareTexts(aJson, bJson),
    )
    .map(([, reason]) => reason);
  return [first, ...others];
}

function rankOf(texts: readonly string[]): ReadonlyMap<string, number> {
  return new Map(texts.map((one, rank) => [one, rank]));
}

function codeRank({ code }: AnyReason): number {
  return CODE_RANK.get(code) ?? 0;
}

function checkRank(reason: AnyReason): number {
  return 'check' in reason ? (CHECK_RANK.get(reason.check) ?? 0) : 0;
}
