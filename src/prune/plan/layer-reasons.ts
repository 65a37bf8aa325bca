import type { Region } from '../../model/aws-ids.ts';
import type { VersionRetention } from '../../model/configuration.ts';
import type { Instant } from '../../model/time.ts';
import { instant } from '../../model/time.ts';
import type { Reading } from '../model/inventory.ts';
import type {
  AttachedLayers,
  InventoriedLayer,
  LayerKeepReason,
  LayerPolicy,
  LayerVersionFacts,
  RegionLayers,
} from '../model/layer.ts';
import { attachmentKey } from '../model/layer.ts';
import type { Hash, PruneFilters } from '../model/prune-plan.ts';
import { canonicalJson, compareTexts } from './canonical.ts';
import { orderedReasons } from './reason-order.ts';
import { ageReasons, regionAndAgeReasons, newestOf } from './in-use-listing.ts';
import type { Assessment } from './verdicts.ts';

export interface LayerRules {
  readonly retention: Pick<VersionRetention, 'keepNewest' | 'minimumAgeDays'>;
  readonly filters: Pick<PruneFilters, 'regions' | 'olderThanDays'>;
  readonly now: Instant;
}

/** A layer whose versions were listed. `versions` is ascending without duplicates. */
export interface ListedLayer {
  readonly name: string;
  readonly versions: readonly LayerVersionFacts[];
  readonly policies: InventoriedLayer['policies'];
}

/**
 * Why each version of one layer is kept. A policy that was not read is a reason only when there is no other, since
 * policies of versions that are kept anyway are not read.
 */
export function layerReasons(
  region: Region,
  { name, versions, policies }: ListedLayer,
  attached: Reading<AttachedLayers>,
  { retention, filters, now }: LayerRules,
): (version: LayerVersionFacts) => readonly LayerKeepReason[] {
  const { keepNewest, minimumAgeDays } = retention;
  const newest = newestOf(
    versions.map(({ version }) => version),
    keepNewest,
  );
  return (facts) => {
    const { version, createdAt } = facts;
    const policy = policies.get(version);
    const reasons: readonly LayerKeepReason[] = [
      ...attachmentReasons(attached, name, version),
      ...(newest.has(version) ? [{ code: 'newest', keepNewest } as const] : []),
      ...ageReasons(createdAt, minimumAgeDays, now),
      ...policyReasons(policy),
      ...regionAndAgeReasons(region, createdAt, filters, now),
    ];
    if (reasons.length > 0 || policy !== undefined) return reasons;
    return [{ code: 'not-checked', check: 'layer-policy', why: 'not-read' }];
  };
}

function attachmentReasons(
  attached: Reading<AttachedLayers>,
  name: string,
  version: number,
): readonly LayerKeepReason[] {
  if (attached.kind === 'failed') {
    return [{ code: 'not-checked', check: 'functions', why: attached.failure.reason }];
  }
  const by = attached.value.get(attachmentKey(name, version));
  return by === undefined ? [] : [{ code: 'attached', by }];
}

function policyReasons(policy: Reading<LayerPolicy> | undefined): readonly LayerKeepReason[] {
  if (policy?.kind === 'failed') {
    return [{ code: 'not-checked', check: 'layer-policy', why: policy.failure.reason }];
  }
  const admits = policy?.value.admits;
  return admits === undefined ? [] : [{ code: 'shared', admits }];
}

/** The versions in ascending order. Duplicates are merged so that their differences keep more versions. */
export function tidyLayerVersions(
  versions: readonly LayerVersionFacts[],
): readonly LayerVersionFacts[] {
  const byNumber = new Map<number, LayerVersionFacts>();
  for (const facts of versions) {
    const other = byNumber.get(facts.version);
    byNumber.set(facts.version, other === undefined ? plainFacts(facts) : mergeFacts(facts, other));
  }
  return [...byNumber.values()].toSorted((a, b) => a.version - b.version);
}

function plainFacts({ version, createdAt, packageBytes, storage }: LayerVersionFacts) {
  return {
    version,
    // Whole milliseconds, the precision of a stored plan.
    ...(createdAt !== undefined && { createdAt: instant(Math.floor(createdAt)) }),
    ...(packageBytes !== undefined && { packageBytes }),
    storage,
  };
}

function mergeFacts(one: LayerVersionFacts, other: LayerVersionFacts): LayerVersionFacts {
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

/** Every layer whose versions were listed, with reasons, sorted by Region and name. */
export function assessLayers(
  regions: readonly RegionLayers[],
  rules: LayerRules,
  hash: Hash,
): readonly Assessment<LayerVersionFacts, LayerKeepReason>[] {
  return regions
    .flatMap(({ region, attached, layers }) => {
      if (layers.kind === 'failed') return [];
      return layers.value.flatMap(({ name, versions: listed, policies }) => {
        if (listed.kind === 'failed') return [];
        const versions = tidyLayerVersions(listed.value);
        const reasonsOf = layerReasons(region, { name, versions, policies }, attached, rules);
        const numbers = versions.map(({ version }) => version);
        return [
          {
            region,
            name,
            digest: layerDigest(region, name, numbers, hash),
            versions: versions.map((facts) => ({
              facts,
              reasons: orderedReasons(reasonsOf(facts)),
            })),
          },
        ];
      });
    })
    .toSorted((a, b) => compareTexts(a.region, b.region) || compareTexts(a.name, b.name));
}

/** The digest of a layer's version numbers, which must not change between planning and deleting. */
export function layerDigest(
  region: Region,
  layer: string,
  versions: readonly number[],
  hash: Hash,
): string {
  const sorted = [...new Set(versions)].toSorted((a, b) => a - b);
  return hash(canonicalJson({ region, layer, versions: sorted }));
}
