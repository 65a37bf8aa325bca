import type { Region } from '../../model/aws-ids.ts';
import type {
  AttachedLayers,
  InventoriedLayer,
  LayerKeepCode,
  LayerKeepReason,
  LayerKeepReasons,
  LayerVersionFacts,
} from '../model/layer.ts';
import { attachmentKey, LAYER_KEEP_CODES } from '../model/layer.ts';
import type { Reading } from '../model/inventory.ts';
import type { VersionRetention } from '../../model/configuration.ts';
import type { PruneFilters } from '../model/prune-plan.ts';
import type { Instant } from '../../model/time.ts';
import { DAY_MS, instant } from '../../model/time.ts';
import { canonicalJson, inOrder } from './canonical.ts';

/** What layer versions are judged by, as it is applied. */
export interface LayerRules {
  readonly retention: Pick<VersionRetention, 'keepNewest' | 'minimumAgeDays'>;
  readonly filters: Pick<PruneFilters, 'regions' | 'olderThanDays'>;
  readonly now: Instant;
}

/** As much of a layer as its versions are judged by; `versions` ascending and each there once. */
export interface JudgedBy {
  readonly name: string;
  readonly versions: readonly LayerVersionFacts[];
  readonly policies: InventoriedLayer['policies'];
}

/**
 * What keeps each version of one layer. That nobody asked for its policy is told only of versions that
 * nothing else keeps: the others need not be asked about.
 */
export function layerReasons(
  region: Region,
  { name, versions, policies }: JudgedBy,
  attached: Reading<AttachedLayers>,
  { retention, filters, now }: LayerRules,
): (version: LayerVersionFacts) => readonly LayerKeepReason[] {
  const { keepNewest, minimumAgeDays } = retention;
  const newest = new Set(
    versions.slice(Math.max(0, versions.length - keepNewest)).map(({ version }) => version),
  );
  return (facts) => {
    const { version, createdAt } = facts;
    const reasons: LayerKeepReason[] = [];
    if (attached.kind === 'failed') {
      const why = attached.failure.reason;
      reasons.push({ code: 'not-checked', check: 'functions', why });
    } else {
      const by = attached.value.get(attachmentKey(name, version));
      if (by !== undefined) reasons.push({ code: 'attached', by });
    }
    if (newest.has(version)) reasons.push({ code: 'newest', keepNewest });
    // Old enough is only what is known to be.
    if (createdAt === undefined) reasons.push({ code: 'undated' });
    else if (!(createdAt <= now - minimumAgeDays * DAY_MS)) {
      reasons.push({ code: 'too-young', minimumAgeDays });
    }
    const policy = policies.get(version);
    if (policy?.kind === 'failed') {
      const why = policy.failure.reason;
      reasons.push({ code: 'not-checked', check: 'layer-policy', why });
    } else if (policy?.value.admits !== undefined) {
      reasons.push({ code: 'shared', admits: policy.value.admits });
    }
    reasons.push(...filteredOut(region, createdAt, filters, now));
    if (reasons.length > 0 || policy !== undefined) return reasons;
    return [{ code: 'not-checked', check: 'layer-policy', why: 'not-read' }];
  };
}

function filteredOut(
  region: Region,
  createdAt: Instant | undefined,
  { regions, olderThanDays }: LayerRules['filters'],
  now: Instant,
): readonly LayerKeepReason[] {
  const reasons: LayerKeepReason[] = [];
  if (regions.length > 0 && !regions.includes(region)) {
    reasons.push({ code: 'filtered', filter: 'region' });
  }
  const isOldEnough =
    olderThanDays === undefined || (createdAt ?? Infinity) <= now - olderThanDays * DAY_MS;
  if (!isOldEnough) reasons.push({ code: 'filtered', filter: 'age' });
  return reasons;
}

/** The numbers ascending, each once; where a version was listed twice, what keeps more and claims less. */
export function tidiedLayerVersions(
  versions: readonly LayerVersionFacts[],
): readonly LayerVersionFacts[] {
  const byNumber = new Map<number, LayerVersionFacts>();
  for (const facts of versions) {
    const other = byNumber.get(facts.version);
    byNumber.set(facts.version, other === undefined ? plainFacts(facts) : merged(facts, other));
  }
  return [...byNumber.values()].toSorted((a, b) => a.version - b.version);
}

function plainFacts({ version, createdAt, packageBytes, storage }: LayerVersionFacts) {
  return {
    version,
    // Whole milliseconds, as a stored plan writes them.
    ...(createdAt !== undefined && { createdAt: instant(Math.floor(createdAt)) }),
    ...(packageBytes !== undefined && { packageBytes }),
    storage,
  };
}

function merged(one: LayerVersionFacts, other: LayerVersionFacts): LayerVersionFacts {
  const { createdAt, packageBytes } = one;
  const areDated = createdAt !== undefined && other.createdAt !== undefined;
  const isSized = packageBytes !== undefined && packageBytes === other.packageBytes;
  return plainFacts({
    version: one.version,
    ...(areDated && { createdAt: instant(Math.max(createdAt, other.createdAt)) }),
    ...(isSized && { packageBytes }),
    storage: one.storage === other.storage ? one.storage : 'unknown',
  });
}

const CODE_RANK: ReadonlyMap<LayerKeepCode, number> = new Map(
  LAYER_KEEP_CODES.map((code, rank) => [code, rank]),
);

/** Each reason once, the most important first; undefined when there is none. */
export function orderedLayerReasons(
  reasons: readonly LayerKeepReason[],
): LayerKeepReasons | undefined {
  const byJson = new Map(reasons.map((reason) => [canonicalJson(reason), reason]));
  const [first, ...others] = [...byJson]
    .toSorted(([aJson, a], [bJson, b]) => rank(a) - rank(b) || inOrder(aJson, bJson))
    .map(([, reason]) => reason);
  return first === undefined ? undefined : [first, ...others];
}

function rank({ code }: LayerKeepReason): number {
  return CODE_RANK.get(code) ?? 0;
}
