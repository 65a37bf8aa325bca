import type { VersionRetention } from '../../../model/configuration.ts';
import { counted, withSeparators } from '../../../text/quantities.ts';
import type { PruneFilters } from '../../model/prune-plan.ts';
import { appliedFilters, appliedSettings } from '../../plan/settings.ts';
import { pendingOf } from './pending.ts';
import { RegionLedger } from './region-ledger.ts';
import type { PlanningState, RegionProgress } from './state.ts';

/** What a plan will be made by. */
interface Rules {
  readonly retention: VersionRetention;
  readonly filters: PruneFilters;
}

/**
 * How far planning is, for a person: `1 of 3 Regions read; 340 functions with 4,120 versions listed; left: listing
 * eu-west-2, 1,230 versions to check in eu-west-1`. What is left shrinks with each answer, and grows only while
 * Regions are listed.
 */
export function planningProgress(state: PlanningState, rules: Rules): string {
  const { regions } = state;
  const functions = regions.flatMap((region) => region.functions);
  const versions = functions.reduce((sum, fn) => sum + fn.versions.length, 0);
  const layers = regions.flatMap((region) => region.layers?.layers ?? []).length;
  const left = regions
    .filter((region) => !region.isComplete)
    .map((region) => leftText(region, state, rules));
  return [
    regionsRead(state),
    `${counted(functions.length, 'function')} with ${counted(versions, 'version')}${layers > 0 ? ` and ${counted(layers, 'layer')}` : ''} listed`,
    ...(left.length > 0 ? [`left: ${left.join(', ')}`] : []),
  ].join('; ');
}

/** `1 of 3 Regions read` */
export function regionsRead({ regions }: PlanningState): string {
  const done = regions.filter((region) => region.isComplete).length;
  return `${withSeparators(done)} of ${counted(regions.length, 'Region')} read`;
}

function leftText(
  progress: RegionProgress,
  { startedAt }: PlanningState,
  { retention, filters }: Rules,
): string {
  const { region, listing, layers } = progress;
  if (listing.kind === 'under-way') return `listing ${region}`;
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
  if (versions > 0) return `${counted(versions, 'version')} to check in ${region}`;
  return layers === undefined ? `the last reads of ${region}` : `layers of ${region}`;
}
