import type { VersionFacts } from '../model/inventory.ts';
import { freesNothing } from '../model/inventory.ts';
import type { PlannedFunction, PlanTotals, VersionTotals } from '../model/prune-plan.ts';
import type { KeepCode } from '../model/reason.ts';
import { KEEP_CODES } from '../model/reason.ts';
import { addBytes, bytes, count } from '../../model/units.ts';

/** The sums of a plan. Package bytes are never what the account's code storage goes down by. */
export function totalsOf(functions: readonly PlannedFunction[]): PlanTotals {
  const versions = functions.flatMap((fn) => fn.versions);
  const kept = versions.filter(({ verdict }) => verdict === 'keep');
  const deleted = versions.filter(({ verdict }) => verdict === 'delete');
  const keptFor = new Map<KeepCode, number>();
  for (const version of versions) {
    if (version.verdict !== 'keep') continue;
    const [{ code }] = version.reasons;
    keptFor.set(code, (keptFor.get(code) ?? 0) + 1);
  }
  return {
    listed: sum(versions),
    keep: sum(kept),
    delete: sum(deleted),
    deleteFreesNothing: sum(deleted.filter(({ storage }) => freesNothing(storage))),
    deleteStorageUnknown: sum(deleted.filter(({ storage }) => storage === 'unknown')),
    deleteSnapStart: sum(deleted.filter(({ traits }) => traits.includes('snap-start'))),
    keptFor: KEEP_CODES.flatMap((code) => {
      const times = keptFor.get(code);
      return times === undefined ? [] : [{ code, versions: count(times) }];
    }),
  };
}

function sum(versions: readonly VersionFacts[]): VersionTotals {
  return {
    versions: count(versions.length),
    packageBytes: versions.map(({ packageBytes }) => packageBytes).reduce(addBytes, bytes(0)),
  };
}
