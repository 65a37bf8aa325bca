import type { Region } from '../../../src/model/aws-ids.ts';
import type { Check } from '../../../src/prune/model/evidence.ts';
import type { PrunePlan } from '../../../src/prune/model/prune-plan.ts';

/** A check that is not made yet, of versions that nothing else keeps. */
interface UnreadCheck {
  readonly region: Region;
  readonly functionName: string;
  readonly check: Check;
  readonly versions: readonly string[];
}

/**
 * What must still be read before more of a plan can go: none when it is final. Planning reads some of
 * it (the cheap and wide reads first: they make others needless) and plans anew.
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
