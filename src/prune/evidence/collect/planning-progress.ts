import type { VersionRetention } from '../../../model/configuration.ts';
import { count } from '../../../model/units.ts';
import type { PruneFilters } from '../../model/prune-plan.ts';
import type { PlanningProgress, RegionLeft } from '../../ports.ts';
import { appliedFilters, appliedSettings } from '../../plan/settings.ts';
import { pendingOf, RegionLedger } from './region-ledger.ts';
import type { PlanningState, RegionProgress } from './state.ts';

interface Rules {
  readonly retention: VersionRetention;
  readonly filters: PruneFilters;
}

export function planningProgress(state: PlanningState, rules: Rules): PlanningProgress {
  const { regions } = state;
  const functions = regions.flatMap((region) => region.functions);
  return {
    ...regionsRead(state),
    listed: {
      functions: count(functions.length),
      versions: count(functions.reduce((sum, fn) => sum + fn.versions.length, 0)),
      layers: count(regions.flatMap((region) => region.layers?.layers ?? []).length),
    },
    left: regions
      .filter((region) => !region.isComplete)
      .map((region) => leftOf(region, state, rules)),
  };
}

export function regionsRead({ regions }: PlanningState): PlanningProgress {
  const done = regions.filter((region) => region.isComplete).length;
  return { regions: count(regions.length), read: count(done), left: [] };
}

function leftOf(
  progress: RegionProgress,
  { startedAt }: PlanningState,
  { retention, filters }: Rules,
): RegionLeft {
  const { region, listing } = progress;
  if (listing.kind === 'under-way') return { region, what: 'listing' };
  const settings = appliedSettings({ retention, capLiftedBy: [] });
  const rules = { settings, filters: appliedFilters(filters), startedAt };
  const ledger = new RegionLedger(
    progress,
    (fn, evidence) => pendingOf(fn, evidence, rules),
    () => startedAt,
  );
  const versions = ledger.functions
    .flatMap(({ name }) => [...ledger.pending(name).values()])
    .filter((unread) => unread.size > 0).length;
  return versions > 0
    ? { region, what: 'checks', versions: count(versions) }
    : { region, what: 'last-reads' };
}
