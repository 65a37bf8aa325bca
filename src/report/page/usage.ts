import type { JudgedFinding } from '../../model/finding.ts';
import type { LimitDefinition } from '../../model/limit.ts';
import { free } from '../../model/units.ts';
import { freeText, limitText, usedText, withSeparators } from '../../text/quantities.ts';

/** `290 GiB of 300 GiB, 10 GiB free`, or how far above or below the team's own ceiling. */
export function usageText(
  { used, quota }: Pick<JudgedFinding, 'used' | 'quota'>,
  { noun, source }: Pick<LimitDefinition, 'noun' | 'source'>,
): string {
  if (source.kind === 'ceiling') {
    return `${usedText(used, noun)}; your ceiling is ${withSeparators(quota.amount)}`;
  }
  return `${usedText(used, '')} of ${limitText(quota, noun)}, ${freeText(free(used, quota), '')} free`;
}
