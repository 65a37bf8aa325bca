import type { Region } from '../../../src/model/aws-ids.ts';
import type { Check } from '../../../src/prune/model/evidence.ts';
import type { PrunePlan } from '../../../src/prune/model/prune-plan.ts';

/** A check that was not made, and the versions without another reason to be kept that need it. */
interface UnreadCheck {
  readonly region: Region;
  readonly functionName: string;
  readonly check: Check;
  readonly versions: readonly string[];
}

/**
 * The checks that must still be made before more versions of a plan can be deleted; empty when the plan is final.
 */
export function unreadChecks({ functions }: Pick<PrunePlan, 'functions'>): readonly UnreadCheck[] {
  return functions.flatMap(({ region, name, versions }) => {
    const byCheck = new Map<Check, string[]>();
    for (const version of versions) {
      if (version.verdict !== 'keep') continue;
      for (const reason of version.reasons) {
        if (reason.code !== 'not-checked' || reason.why !== 'not-read') continue;
        byCheck.set(reason.check, [...(byCheck.get(reason.check) ?? []), version.version]);
      }
    }
    return [...byCheck].map(([check, those]) => ({
      region,
      functionName: name,
      check,
      versions: those,
    }));
  });
}
