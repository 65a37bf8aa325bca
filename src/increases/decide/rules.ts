import { matchesGlob } from '../../model/glob.ts';
import type { IncreaseRule } from '../../model/increase/increase.ts';
import type { LimitId } from '../../model/limit.ts';
import type { Target } from '../../model/target.ts';
import { placeOf } from '../../model/target.ts';

/** The first rule that fits a limit of a target; `undefined` where nothing may be requested. */
export function ruleFor(
  rules: readonly IncreaseRule[],
  target: Target,
  limit: LimitId,
): IncreaseRule | undefined {
  const { account } = target;
  return rules.find(
    (rule) =>
      rule.limit === limit &&
      isAmong(rule.accounts, [account.id, account.name]) &&
      isAmong(rule.regions, [placeOf(target)]) &&
      (rule.stages.length === 0 || rule.stages.includes(account.stage)),
  );
}

/** No globs take all. */
function isAmong(globs: readonly string[], names: readonly string[]): boolean {
  return globs.length === 0 || globs.some((glob) => names.some((name) => matchesGlob(name, glob)));
}
