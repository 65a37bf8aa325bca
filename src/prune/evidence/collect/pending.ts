import { inUse } from '../../plan/in-use.ts';
import type { Clearance, EvidenceIndex } from '../../plan/in-use-evidence.ts';
import { filteredOut } from '../../plan/in-use-listing.ts';
import type { TidyFunction } from '../../plan/tidy.ts';
import type { Check } from '../../model/evidence.ts';
import type { PruneFilters, PruneSettings } from '../../model/prune-plan.ts';
import type { Instant } from '../../../model/time.ts';

/** What a plan will be made by, as it is applied there. */
export interface PlanRules {
  readonly settings: PruneSettings;
  readonly filters: PruneFilters;
  readonly startedAt: Instant;
}

/** Candidates, by version, with the checks that are still to be made of them. */
export type Pending = ReadonlyMap<string, ReadonlySet<Check>>;

/**
 * The versions of one function that nothing keeps so far, judged as the plan judges. Whatever keeps a
 * version, a failed check too, makes every further read of it needless.
 */
export function pendingOf(fn: TidyFunction, evidence: EvidenceIndex, rules: PlanRules): Pending {
  const { settings, filters, startedAt } = rules;
  const besides = filteredOut(fn.region, fn.name, filters, startedAt);
  const reasonsOf = inUse(fn, evidence, settings.retention, startedAt, besides);
  const pending = new Map<string, ReadonlySet<Check>>();
  for (const version of fn.versions) {
    const unread = new Set<Check>();
    const isKept = reasonsOf(version).some((reason) => {
      if (reason.code !== 'not-checked' || reason.why !== 'not-read') return true;
      unread.add(reason.check);
      return false;
    });
    if (!isKept) pending.set(version.version, unread);
  }
  return pending;
}

const WEIGHT = { failed: 2, cleared: 1, 'not-read': 0 } as const satisfies Record<
  Clearance['kind'],
  number
>;

/** Two indexes as one: of the Region as a whole, which is made once, and of one function. */
export function together(wide: EvidenceIndex, own: EvidenceIndex): EvidenceIndex {
  return {
    usesOf: (ref) => [...wide.usesOf(ref), ...own.usesOf(ref)],
    clearancesOf: (ref) => {
      const ofWide = wide.clearancesOf(ref);
      const ofOwn = own.clearancesOf(ref);
      return (check) => {
        const one = ofWide(check);
        const other = ofOwn(check);
        return WEIGHT[other.kind] > WEIGHT[one.kind] ? other : one;
      };
    },
  };
}
