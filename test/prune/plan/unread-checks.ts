import type { Region } from '../../../src/model/aws-ids.ts';
import type { Check } from '../../../src/prune/model/evidence.ts';
import type { PrunePlan } from '../../../src/prune/model/prune-plan.ts';

/** A check that has not been read yet, for versions that nothing else keeps. */
interface UnreadCheck {
  readonly region: Region;
  readonly functionName: string;
  readonly check: Check;
  readonly versions: readonly string[];
}

/**
 * Returns the checks that must be read before more versions of a plan can be deleted; empty for a final plan.
 * Planning reads some of them, those that cover a whole account or Region first because they can make others
 * unnecessary, and then plans again.
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
