import type { Region } from '../../../model/aws-ids.ts';
import { readFailure, OutOfTime } from '../../../aws/failures.ts';
import { LIST_FUNCTIONS } from '../../../limits/list-functions.ts';
import type { Evidence, EvidenceCheck } from '../../model/evidence.ts';
import { versionKey } from '../../model/version.ts';
import { neededChecks } from '../../plan/in-use.ts';
import type { EvidenceIndex } from '../../plan/in-use-evidence.ts';
import type { TidyFunction } from '../../plan/tidy.ts';
import type { InventoriedFunction } from '../../model/inventory.ts';
import type { PlannedAliases, RenewedRegion } from '../../ports.ts';
import type { AliasSources } from '../alias-history.ts';
import type { CollectionOptions } from './collect-evidence.ts';
import { collectListed, continueListing } from './collect-evidence.ts';
import type { Check } from '../../model/evidence.ts';
import type { Pending } from './region-ledger.ts';
import type { PruneReads } from './rates.ts';
import type { PlanningState, RegionProgress } from './state.ts';

/** What to read again, and until when. */
interface RenewalOptions extends Pick<CollectionOptions, 'hasTime' | 'now'> {
  readonly regions: readonly RenewedRegion[];
  readonly aliasRecord: AliasSources['record'];
}

/** Reads evidence of a plan again, continuing from `state`. Checks that became due since `state` began are read, too. */
export async function renewEvidence(
  state: PlanningState,
  readsOf: (region: Region) => PruneReads,
  options: RenewalOptions,
): Promise<PlanningState> {
  const regions = await Promise.all(
    state.regions.map(async (progress) => {
      const renewed = options.regions.find(({ region }) => region === progress.region);
      if (renewed === undefined) return { ...progress, isComplete: true };
      return renewRegion(readsOf(progress.region), progress, renewed, options);
    }),
  );
  return { ...state, regions };
}

async function renewRegion(
  reads: PruneReads,
  before: RegionProgress,
  renewed: RenewedRegion,
  options: RenewalOptions,
): Promise<RegionProgress> {
  const listed = await continueListing(reads, before, options.hasTime);
  if (listed.listing.kind === 'under-way') return listed;
  if (listed.listing.kind === 'failed') return { ...listed, isComplete: true };
  const functions = withPlanned(listed.functions, renewed.functions);
  const next = await collectListed(
    reads,
    { ...listed, functions },
    (fn, evidence) => unreadOf(fn, evidence, renewed),
    {
      ...options,
      aliasHistory: { record: options.aliasRecord, aliasesAre: 'planned' },
      storageModes: false,
    },
  );
  return { ...next, functions: listed.functions };
}

/** Adds the planned aliases, and versions that are no longer listed: a run may have deleted them without recording it. */
function withPlanned(
  listed: readonly InventoriedFunction[],
  planned: readonly PlannedAliases[],
): readonly InventoriedFunction[] {
  const byName = new Map(listed.map((fn) => [fn.name, fn]));
  for (const { name, aliases, versions } of planned) {
    const known = byName.get(name)?.versions ?? [];
    const numbers = new Set(known.map(({ version }) => version));
    const unlisted = versions.filter(({ version }) => !numbers.has(version));
    byName.set(name, {
      name,
      versions: [...known, ...unlisted],
      aliases: { kind: 'read', value: aliases },
    });
  }
  return [...byName.values()];
}

/** Returns the checks that each remaining version still needs; none for a version with a use. */
function unreadOf(
  fn: TidyFunction,
  evidence: EvidenceIndex,
  { left, checks }: RenewedRegion,
): Pending {
  const pending = new Map<string, ReadonlySet<Check>>();
  for (const facts of fn.versions) {
    const ref = { region: fn.region, functionName: fn.name, version: facts.version };
    if (!left.has(versionKey(ref)) || evidence.usesOf(ref).length > 0) continue;
    const clearanceOf = evidence.clearancesOf(ref);
    const needed = neededChecks(fn.region, facts).filter((check) => checks.has(check));
    const unread = needed.filter((check) => clearanceOf(check).kind === 'not-read');
    pending.set(facts.version, new Set(unread));
  }
  return pending;
}

/** Returns failed evidence for each check of a Region that could not be listed. */
export function unlistedEvidence(
  { regions }: PlanningState,
  checksOf: (region: Region) => ReadonlySet<EvidenceCheck>,
): readonly Evidence[] {
  return regions.flatMap(({ region, listing }) => {
    if (listing.kind === 'done') return [];
    const failure =
      listing.kind === 'failed' ? listing.failure : readFailure(new OutOfTime(), LIST_FUNCTIONS);
    return [...checksOf(region)].map((check): Evidence => ({
      check,
      scope: { kind: 'region', region },
      outcome: { kind: 'failed', failure },
    }));
  });
}
