import type { AccountRef } from '../model/configuration.ts';
import type { Evidence } from '../model/prune-evidence.ts';
import { NOT_COVERED_BY_PRUNE } from '../model/prune-evidence.ts';
import type { PruneInventory, VersionFacts } from '../model/prune-inventory.ts';
import { freesNothing } from '../model/prune-inventory.ts';
import type {
  Digest,
  PlanContent,
  PlannedFunction,
  PlannedVersion,
  PruneFilters,
  PrunePlan,
  PruneSettings,
} from '../model/prune-plan.ts';
import { PLAN_FORMAT } from '../model/prune-plan.ts';
import type { KeepReason, KeepReasons } from '../model/prune-reasons.ts';
import { deletableVersion, versionKey } from '../model/prune-version.ts';
import type { Instant } from '../model/time.ts';
import { instant } from '../model/time.ts';
import { indexed } from './in-use-evidence.ts';
import { inUse } from './in-use.ts';
import { functionDigest, inOrder, planDigest, sortedByJson } from './plan-prune-canonical.ts';
import type { Candidate } from './plan-prune-cap.ts';
import { isCapLifted, keptByCap, publishedCounts } from './plan-prune-cap.ts';
import { filteredOut } from './plan-prune-filters.ts';
import { beyondTarget } from './plan-prune-order.ts';
import { failedChecks, switchedOff } from './plan-prune-blind-spots.ts';
import { orderedReasons } from './plan-prune-reasons.ts';
import { appliedFilters, appliedSettings } from './plan-prune-settings.ts';
import type { TidyFunction } from './plan-prune-tidy.ts';
import { tidied } from './plan-prune-tidy.ts';
import { totalsOf } from './plan-prune-totals.ts';

/** Everything that a plan is made of. Nothing else goes into it. */
export interface PlanBasis {
  readonly inventory: PruneInventory;
  readonly evidence: readonly Evidence[];
  readonly settings: PruneSettings;
  readonly filters: PruneFilters;
  readonly now: Instant;
  readonly digest: Digest;
}

/** A version with what the listing, the evidence and the filters say of it. */
interface Judged {
  readonly facts: VersionFacts;
  readonly reasons: KeepReasons | undefined;
}

/**
 * A verdict for every listed version: keep with all reasons, or delete. Every ambiguity keeps; so does
 * every check that failed or that nobody made. The same for the same basis in any order.
 *
 * The cap is applied before the byte target: neither ever adds a version, but with one of them binding,
 * what a stricter setting keeps may make room for another version that nothing keeps either.
 */
export function planPrune(basis: PlanBasis): PrunePlan {
  const settings = appliedSettings(basis.settings);
  const filters = appliedFilters(basis.filters);
  const { inventory, evidence, digest, now } = basis;
  const index = indexed(evidence);
  const judged = tidied(inventory).map((fn) => {
    const besides = filteredOut(fn.region, fn.name, filters, now);
    const reasonsOf = inUse(fn, index, settings.retention, now, besides);
    return {
      fn,
      versions: fn.versions.map((facts) => ({ facts, reasons: orderedReasons(reasonsOf(facts)) })),
    };
  });
  const left = leftOut(judged, settings, filters);
  const functions = judged.map(({ fn, versions }) => planned(fn, versions, left, digest));
  const content: PlanContent = {
    format: PLAN_FORMAT,
    madeAt: instant(Math.floor(now)),
    account: accountRef(inventory.account),
    regions: [...new Set(inventory.regions.map(({ region }) => region))].toSorted(inOrder),
    unlisted: sortedByJson(inventory.unlisted.map(({ region, failure }) => ({ region, failure }))),
    settings,
    filters,
    functions,
    totals: totalsOf(functions),
    failedChecks: failedChecks(inventory, evidence),
    switchedOff: switchedOff(evidence),
    notCovered: NOT_COVERED_BY_PRUNE,
  };
  return { ...content, digest: planDigest(content, digest) };
}

/** What a plan remembers of an account, whatever else the caller knows of it. */
function accountRef({ id, name, stage }: AccountRef): AccountRef {
  return { id, name, stage };
}

type JudgedFunction = { readonly fn: TidyFunction; readonly versions: readonly Judged[] };

/** The candidates that the cap or the byte target leave out, with the reason of each. */
function leftOut(
  judged: readonly JudgedFunction[],
  settings: PruneSettings,
  filters: PruneFilters,
): ReadonlyMap<string, KeepReason> {
  const candidates = judged.flatMap(({ fn, versions }) =>
    versions.flatMap((version) => candidateOf(fn, version)),
  );
  const capped = isCapLifted(settings.capLiftedBy)
    ? new Map<string, KeepReason>()
    : keptByCap(candidates, publishedCounts(judged.map(({ fn }) => fn)));
  if (filters.targetBytes === undefined) return capped;
  const below = candidates.filter((candidate) => !capped.has(versionKey(candidate)));
  const unneeded = beyondTarget(below, filters.targetBytes);
  return new Map([
    ...capped,
    ...unneeded.map((one): [string, KeepReason] => [versionKey(one), { code: 'target' }]),
  ]);
}

function candidateOf(fn: TidyFunction, { facts, reasons }: Judged): readonly Candidate[] {
  const version = deletableVersion(facts.version);
  const { modifiedAt, packageBytes, storage } = facts;
  if (reasons !== undefined || version === undefined || modifiedAt === undefined) return [];
  const { region, name: functionName } = fn;
  const freeing = { packageBytes, freesNothing: freesNothing(storage) };
  return [{ region, functionName, version, modifiedAt, ...freeing }];
}

function planned(
  fn: TidyFunction,
  versions: readonly Judged[],
  left: ReadonlyMap<string, KeepReason>,
  digest: Digest,
): PlannedFunction {
  const { region, name, aliases } = fn;
  const read = aliases?.kind === 'read' ? aliases.value : undefined;
  const numbers = versions.map(({ facts }) => facts.version);
  return {
    region,
    name,
    digest: functionDigest(region, name, read, numbers, digest),
    versions: versions.map(({ facts, reasons }): PlannedVersion => {
      if (reasons !== undefined) return { ...facts, verdict: 'keep', reasons };
      const beyond = left.get(versionKey({ ...fn, functionName: name, version: facts.version }));
      if (beyond !== undefined) return { ...facts, verdict: 'keep', reasons: [beyond] };
      const version = deletableVersion(facts.version);
      return version === undefined
        ? { ...facts, verdict: 'keep', reasons: [{ code: 'not-a-version' }] }
        : { ...facts, version, verdict: 'delete' };
    }),
  };
}
