import { groupBy } from '../../../model/group-by.ts';
import type { Count } from '../../../model/units.ts';
import { count } from '../../../model/units.ts';
import type { JudgedFunctions } from '../../model/prune-plan.ts';
import type { KeepCode, KeepReason } from '../../model/reason.ts';
import type { VersionRef } from '../../model/version.ts';
import { canonicalJson, inOrder } from '../canonical.ts';

/** Versions that stay for one and the same most important reason. */
interface KeptGroup {
  readonly reason: KeepReason;
  /** In the order of the plan. */
  readonly versions: readonly VersionRef[];
}

export interface KeptByName {
  readonly groups: readonly KeptGroup[];
  /** All of them, those that `groups` leaves out included. */
  readonly versions: Count;
  /** Groups left out. */
  readonly more: Count;
}

/** What would fail if the version went. Uses that no alias shows come first. */
const USES: readonly KeepCode[] = [
  'in-use',
  'edge-replica',
  'capacity-provider',
  'alias-weight',
  'alias-target',
];
const UNCHECKED: readonly KeepCode[] = ['not-checked'];

/** Versions in use by name, at most `most` groups of them: other uses before those that an alias shows. */
export function versionsInUse(plan: JudgedFunctions, most: number): KeptByName {
  return keptFor(plan, USES, most);
}

/** Versions that stay since a check of them failed, by name, at most `most` groups. */
export function versionsNotChecked(plan: JudgedFunctions, most: number): KeptByName {
  return keptFor(plan, UNCHECKED, most);
}

/** By the most important reason of each version, so that it is counted where the totals count it. */
function keptFor(
  { functions }: JudgedFunctions,
  codes: readonly KeepCode[],
  most: number,
): KeptByName {
  const kept = functions.flatMap(({ region, name: functionName, versions }) =>
    versions.flatMap((planned) => {
      if (planned.verdict !== 'keep') return [];
      const [reason] = planned.reasons;
      const { version } = planned;
      return codes.includes(reason.code)
        ? [{ reason, ref: { region, functionName, version } }]
        : [];
    }),
  );
  const groups = [...groupBy(kept, ({ reason }) => canonicalJson(reason))]
    .toSorted(
      ([aKey, a], [bKey, b]) =>
        codes.indexOf(a[0].reason.code) - codes.indexOf(b[0].reason.code) ||
        b.length - a.length ||
        inOrder(aKey, bKey),
    )
    .map(([, group]) => ({ reason: group[0].reason, versions: group.map(({ ref }) => ref) }));
  return {
    groups: groups.slice(0, most),
    versions: count(kept.length),
    more: count(Math.max(0, groups.length - most)),
  };
}
