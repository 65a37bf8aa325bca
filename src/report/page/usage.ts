import type { JudgedFinding } from '../../model/finding.ts';
import type { LimitDefinition } from '../../model/limit.ts';
import { free } from '../../model/units.ts';
import { freeText, limitText, usedText, withSeparators } from '../../text/quantities.ts';

/** `8,310 buckets of 10,000, 1,690 free`, or the usage beside the team's own ceiling. */
export function usageText(
  { used, quota }: Pick<JudgedFinding, 'used' | 'quota'>,
  { noun, source }: Pick<LimitDefinition, 'noun' | 'source'>,
): string {
  if (source.kind === 'ceiling') {
    return `${usedText(used, noun)}; your ceiling is ${withSeparators(quota.amount)}`;
  }
  return `${usedText(used, noun)} of ${limitText(quota, '')}, ${freeText(free(used, quota), '')} free`;
}
