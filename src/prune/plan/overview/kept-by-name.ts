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
  const byReason = new Map<
    string,
    { readonly reason: KeepReason; readonly versions: VersionRef[] }
  >();
  for (const { region, name: functionName, versions } of functions) {
    for (const planned of versions) {
      if (planned.verdict !== 'keep') continue;
      const [reason] = planned.reasons;
      if (!codes.includes(reason.code)) continue;
      const key = canonicalJson(reason);
      const group = byReason.get(key) ?? { reason, versions: [] };
      byReason.set(key, group);
      group.versions.push({ region, functionName, version: planned.version });
    }
  }
  const groups = [...byReason]
    .toSorted(
      ([aKey, a], [bKey, b]) =>
        codes.indexOf(a.reason.code) - codes.indexOf(b.reason.code) ||
        b.versions.length - a.versions.length ||
        inOrder(aKey, bKey),
    )
    .map(([, group]) => group);
  return {
    groups: groups.slice(0, most),
    versions: count(groups.reduce((sum, { versions }) => sum + versions.length, 0)),
    more: count(Math.max(0, groups.length - most)),
  };
}
