import type { Instant } from '../../model/time.ts';
import { instant } from '../../model/time.ts';
import type { Evidence, EvidenceReading } from '../model/evidence.ts';
import { LAYERS_NOT_COVERED, NOT_COVERED_BY_PRUNE } from '../model/evidence.ts';
import type { PruneInventory, VersionFacts } from '../model/inventory.ts';
import type {
  LayerKeepReason,
  LayersLeftOut,
  LayersPlan,
  LayerVersionFacts,
  PlannedLayer,
  RegionLayers,
} from '../model/layer.ts';
import { layerKey } from '../model/layer.ts';
import type {
  Hash,
  PlanContent,
  PruneFilters,
  PrunePlan,
  PruneSettings,
} from '../model/prune-plan.ts';
import { PLAN_FORMAT } from '../model/prune-plan.ts';
import type { KeepReason } from '../model/reason.ts';
import { failedChecks, failedLayerChecks, unclearCallers } from './blind-spots.ts';
import { functionDigest, compareTexts, planDigest, sortedByJson } from './canonical.ts';
import { orderedReasons } from './reason-order.ts';
import { FUNCTION_CAP, LAYER_CAP, isCapLifted, keptByCap, publishedCounts } from './cap.ts';
import { filterReasons } from './in-use-listing.ts';
import type { EvidenceIndex } from './in-use-evidence.ts';
import { indexEvidence } from './in-use-evidence.ts';
import { functionReasons } from './in-use.ts';
import { assessLayers } from './layer-reasons.ts';
import { unneededForTarget } from './order.ts';
import { appliedFilters, appliedSettings } from './settings.ts';
import type { TidyFunction } from './tidy.ts';
import { tidyFunctions } from './tidy.ts';
import { candidatesOf, FUNCTION_KIND, LAYER_KIND, withVerdicts } from './verdicts.ts';
import { layerTotals, totalsOf } from './totals.ts';
import type { Assessment } from './verdicts.ts';

export interface PlanBasis {
  readonly inventory: PruneInventory;
  readonly evidence: readonly Evidence[];
  /** The time of the read of each source. Without it, the evidence counts as too old when the plan is applied. */
  readonly readings?: readonly EvidenceReading[];
  readonly settings: PruneSettings;
  readonly filters: PruneFilters;
  readonly layers?: LayerBasis;
  readonly now: Instant;
  readonly hash: Hash;
}

export type LayerBasis =
  | { readonly kind: 'left-out'; readonly because: readonly [LayersLeftOut, ...LayersLeftOut[]] }
  | { readonly kind: 'read'; readonly regions: readonly RegionLayers[] };

/** What no read of layers covers. A plan with layers lists it in place of `LAYERS_NOT_COVERED`. */
const NOT_COVERED_OF_LAYERS =
  'templates and pipelines that name a layer version no function attaches';

/**
 * Makes a plan: for every listed version the verdict to delete it, or to keep it with all reasons. A version is kept
 * when its use is ambiguous or was not checked. The order of the input makes no difference.
 * The cap is applied before the byte target. Both only keep versions. When a stricter setting keeps a version that the
 * cap or target had allowed to be deleted, another version may be deleted in its place.
 */
export function planPrune(basis: PlanBasis): PrunePlan {
  const settings = appliedSettings(basis.settings);
  const filters = appliedFilters(basis.filters);
  const { inventory, evidence, hash, now } = basis;
  const { id, name, stage } = inventory.account;
  const index = indexEvidence(evidence);
  const listed = tidyFunctions(inventory);
  const assessed = listed.map((fn) => assessFunction(fn, index, { settings, filters }, basis));
  const layersRead = basis.layers?.kind === 'read' ? basis.layers.regions : [];
  const layerRules = { retention: settings.retention, filters, now };
  const assessedLayers = assessLayers(layersRead, layerRules, hash);
  const limited = limitReasons(assessed, assessedLayers, publishedCounts(listed), {
    settings,
    filters,
  });
  const functions = withVerdicts(assessed, FUNCTION_KIND, limited.versions);
  const layers = layersPlan(basis.layers, withVerdicts(assessedLayers, LAYER_KIND, limited.layers));
  const couldNotTell = unclearCallers(evidence);
  const content: PlanContent = {
    format: PLAN_FORMAT,
    madeAt: wholeMs(now),
    account: { id, name, stage },
    regions: [...new Set(inventory.regions.map(({ region }) => region))].toSorted(compareTexts),
    unlisted: sortedByJson(inventory.unlisted.map(({ region, failure }) => ({ region, failure }))),
    settings,
    filters,
    functions,
    totals: totalsOf(functions),
    ...(layers !== undefined && { layers }),
    failedChecks: failedChecks(inventory, evidence),
    ...(basis.readings !== undefined && {
      evidenceReadAt: sortedByJson(
        basis.readings.map(({ check, region, readAt }) => ({
          check,
          region,
          readAt: wholeMs(readAt),
        })),
      ),
    }),
    ...(couldNotTell.length > 0 && { couldNotTell }),
    notCovered:
      layers?.kind === 'planned'
        ? NOT_COVERED_BY_PRUNE.map((one) =>
            one === LAYERS_NOT_COVERED ? NOT_COVERED_OF_LAYERS : one,
          )
        : NOT_COVERED_BY_PRUNE,
  };
  return { ...content, digest: planDigest(content, hash) };
}

/** The time rounded down to milliseconds, the precision of a stored plan. */
function wholeMs(at: Instant): Instant {
  return instant(Math.floor(at));
}

type AssessedFunction = Assessment<VersionFacts, KeepReason>;
type AssessedLayer = Assessment<LayerVersionFacts, LayerKeepReason>;

function assessFunction(
  fn: TidyFunction,
  index: EvidenceIndex,
  { settings, filters }: Pick<PrunePlan, 'settings' | 'filters'>,
  { now, hash }: PlanBasis,
): AssessedFunction {
  const { region, name, aliases, versions } = fn;
  const excluded = filterReasons(region, name, filters, now);
  const reasonsOf = functionReasons(fn, index, settings.retention, now, excluded);
  const read = aliases?.kind === 'read' ? aliases.value : undefined;
  const numbers = versions.map(({ version }) => version);
  return {
    region,
    name,
    digest: functionDigest(region, name, read, numbers, hash),
    versions: versions.map((facts) => ({ facts, reasons: orderedReasons(reasonsOf(facts)) })),
  };
}

function layersPlan(
  basis: LayerBasis | undefined,
  layers: readonly PlannedLayer[],
): LayersPlan | undefined {
  if (basis === undefined) return undefined;
  if (basis.kind === 'left-out') return { kind: 'left-out', because: basis.because };
  const failed = failedLayerChecks(basis.regions);
  return { kind: 'planned', layers, totals: layerTotals(layers), failedChecks: failed };
}

/** By version key: why the cap or the byte target keeps a version that nothing else keeps. */
interface LimitReasons {
  readonly versions: ReadonlyMap<string, KeepReason>;
  readonly layers: ReadonlyMap<string, LayerKeepReason>;
}

function limitReasons(
  assessedFunctions: readonly AssessedFunction[],
  assessedLayers: readonly AssessedLayer[],
  published: ReadonlyMap<string, number>,
  { settings, filters }: Pick<PrunePlan, 'settings' | 'filters'>,
): LimitReasons {
  const ofFunctions = candidatesOf(assessedFunctions, FUNCTION_KIND);
  const ofLayers = candidatesOf(assessedLayers, LAYER_KIND);
  const isLifted = isCapLifted(settings.capLiftedBy);
  const listed = new Map(
    assessedLayers.map(({ region, name, versions }) => [layerKey(region, name), versions.length]),
  );
  const capped: LimitReasons = {
    versions: isLifted ? new Map() : keptByCap(ofFunctions, published, FUNCTION_CAP),
    layers: isLifted ? new Map() : keptByCap(ofLayers, listed, LAYER_CAP),
  };
  if (filters.targetBytes === undefined) return capped;
  const keys = unneededForTarget(
    [...ofFunctions, ...ofLayers.toSorted((a, b) => compareTexts(a.key, b.key))].filter(
      ({ key }) => !capped.versions.has(key) && !capped.layers.has(key),
    ),
    filters.targetBytes,
  );
  const unneeded = [...keys].map((key) => [key, { code: 'target' }] as const);
  // Keys of function versions and layer versions differ, so keys of the other kind have no effect.
  return {
    versions: new Map<string, KeepReason>([...unneeded, ...capped.versions]),
    layers: new Map<string, LayerKeepReason>([...unneeded, ...capped.layers]),
  };
}
