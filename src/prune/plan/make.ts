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
  Digest,
  PlanContent,
  PruneFilters,
  PrunePlan,
  PruneSettings,
} from '../model/prune-plan.ts';
import { PLAN_FORMAT } from '../model/prune-plan.ts';
import type { KeepReason } from '../model/reason.ts';
import { failedChecks, failedLayerChecks, unclearCallers } from './blind-spots.ts';
import { functionDigest, inOrder, planDigest, sortedByJson } from './canonical.ts';
import { orderedReasons } from './reason-order.ts';
import { FUNCTION_CAP, LAYER_CAP, isCapLifted, keptByCap, publishedCounts } from './cap.ts';
import { filterReasons } from './in-use-listing.ts';
import type { EvidenceIndex } from './in-use-evidence.ts';
import { indexEvidence } from './in-use-evidence.ts';
import { functionReasons } from './in-use.ts';
import { assessLayers } from './layer-reasons.ts';
import { beyondTarget } from './order.ts';
import { appliedFilters, appliedSettings } from './settings.ts';
import type { TidyFunction } from './tidy.ts';
import { tidyFunctions } from './tidy.ts';
import { candidatesOf, FUNCTION_KIND, LAYER_KIND, withVerdicts } from './verdicts.ts';
import { layerTotals, totalsOf } from './totals.ts';
import type { Assessment } from './verdicts.ts';

export interface PlanBasis {
  readonly inventory: PruneInventory;
  readonly evidence: readonly Evidence[];
  /** Without it the evidence is too old at once. */
  readonly readings?: readonly EvidenceReading[];
  readonly settings: PruneSettings;
  readonly filters: PruneFilters;
  readonly layers?: LayerBasis;
  readonly now: Instant;
  readonly digest: Digest;
}

export type LayerBasis =
  | { readonly kind: 'left-out'; readonly because: readonly [LayersLeftOut, ...LayersLeftOut[]] }
  | { readonly kind: 'read'; readonly regions: readonly RegionLayers[] };

/** In plans with layers, in place of `LAYERS_NOT_COVERED`. */
const NOT_COVERED_OF_LAYERS =
  'templates and pipelines that name a layer version no function attaches';

/**
 * A verdict for every listed version: keep with all reasons, or delete. Every ambiguity and every missing
 * check keeps. The order of the basis does not matter.
 * The cap is applied before the byte target. Neither adds a version, but where one of them binds, a version
 * that a stricter setting keeps may make room for another.
 */
export function planPrune(basis: PlanBasis): PrunePlan {
  const settings = appliedSettings(basis.settings);
  const filters = appliedFilters(basis.filters);
  const { inventory, evidence, digest, now } = basis;
  const { id, name, stage } = inventory.account;
  const index = indexEvidence(evidence);
  const judged = tidyFunctions(inventory).map((fn) =>
    assessFunction(fn, index, { settings, filters }, basis),
  );
  const layersRead = basis.layers?.kind === 'read' ? basis.layers.regions : [];
  const layerRules = { retention: settings.retention, filters, now };
  const judgedOfLayers = assessLayers(layersRead, layerRules, digest);
  const left = leftOut(judged, judgedOfLayers, settings, filters);
  const functions = withVerdicts(judged, FUNCTION_KIND, left.versions);
  const layers = layersPlan(basis.layers, withVerdicts(judgedOfLayers, LAYER_KIND, left.layers));
  const couldNotTell = unclearCallers(evidence);
  const content: PlanContent = {
    format: PLAN_FORMAT,
    madeAt: instant(Math.floor(now)),
    account: { id, name, stage },
    regions: [...new Set(inventory.regions.map(({ region }) => region))].toSorted(inOrder),
    unlisted: sortedByJson(inventory.unlisted.map(({ region, failure }) => ({ region, failure }))),
    settings,
    filters,
    functions,
    totals: totalsOf(functions),
    ...(layers !== undefined && { layers }),
    failedChecks: failedChecks(inventory, evidence),
    ...(basis.readings !== undefined && {
      evidenceReadAt: sortedByJson(basis.readings.map(wholeReading)),
    }),
    ...(couldNotTell.length > 0 && { couldNotTell }),
    notCovered:
      layers?.kind === 'planned'
        ? NOT_COVERED_BY_PRUNE.map((one) =>
            one === LAYERS_NOT_COVERED ? NOT_COVERED_OF_LAYERS : one,
          )
        : NOT_COVERED_BY_PRUNE,
  };
  return { ...content, digest: planDigest(content, digest) };
}

/** In whole milliseconds, as a stored plan writes them. */
function wholeReading({ check, region, readAt }: EvidenceReading): EvidenceReading {
  return { check, region, readAt: instant(Math.floor(readAt)) };
}

type JudgedFunction = Assessment<VersionFacts, KeepReason>;
type JudgedLayer = Assessment<LayerVersionFacts, LayerKeepReason>;

function assessFunction(
  fn: TidyFunction,
  index: EvidenceIndex,
  { settings, filters }: Pick<PrunePlan, 'settings' | 'filters'>,
  { now, digest }: PlanBasis,
): JudgedFunction {
  const { region, name, aliases, versions } = fn;
  const besides = filterReasons(region, name, filters, now);
  const reasonsOf = functionReasons(fn, index, settings.retention, now, besides);
  const read = aliases?.kind === 'read' ? aliases.value : undefined;
  const numbers = versions.map(({ version }) => version);
  return {
    region,
    name,
    digest: functionDigest(region, name, read, numbers, digest),
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

interface LeftOut {
  readonly versions: ReadonlyMap<string, KeepReason>;
  readonly layers: ReadonlyMap<string, LayerKeepReason>;
}

function leftOut(
  judged: readonly JudgedFunction[],
  judgedOfLayers: readonly JudgedLayer[],
  settings: PruneSettings,
  filters: PruneFilters,
): LeftOut {
  const ofFunctions = candidatesOf(judged, FUNCTION_KIND);
  const ofLayers = candidatesOf(judgedOfLayers, LAYER_KIND);
  const isFree = isCapLifted(settings.capLiftedBy);
  const published = publishedCounts(
    judged.map(({ versions, ...fn }) => ({ ...fn, versions: versions.map(({ facts }) => facts) })),
  );
  const listed = new Map(
    judgedOfLayers.map(({ region, name, versions }) => [layerKey(region, name), versions.length]),
  );
  const capped: LeftOut = {
    versions: isFree ? new Map() : keptByCap(ofFunctions, published, FUNCTION_CAP),
    layers: isFree ? new Map() : keptByCap(ofLayers, listed, LAYER_CAP),
  };
  if (filters.targetBytes === undefined) return capped;
  const beyond = beyondTarget(
    [...ofFunctions, ...ofLayers.toSorted((a, b) => inOrder(a.key, b.key))].filter(
      ({ key }) => !capped.versions.has(key) && !capped.layers.has(key),
    ),
    filters.targetBytes,
  );
  const unneeded = [...beyond].map((key) => [key, { code: 'target' }] as const);
  // A key is of one of the two.
  return {
    versions: new Map<string, KeepReason>([...unneeded, ...capped.versions]),
    layers: new Map<string, LayerKeepReason>([...unneeded, ...capped.layers]),
  };
}
