import { groupBy } from '../../model/group-by.ts';
import type { ReadFailure } from '../../model/failure.ts';
import type { Region } from '../../model/aws-ids.ts';
import type { Evidence } from '../model/evidence.ts';
import type { PruneInventory, Reading } from '../model/inventory.ts';
import type { FailedLayerCheck, RegionLayers } from '../model/layer.ts';
import type { FailedCheck, PrunePlan, UnclearCaller } from '../model/prune-plan.ts';
import { canonicalJson, compareTexts, sortedByJson } from './canonical.ts';

/** Every failed read of aliases or evidence with its complete error. A version's reason has only the error's kind. */
export function failedChecks(
  { regions }: Pick<PruneInventory, 'regions'>,
  evidence: readonly Evidence[],
): readonly FailedCheck[] {
  const aliases = regions.flatMap(({ region, functions }) =>
    functions.flatMap(({ name: functionName, aliases }): readonly FailedCheck[] =>
      failureOf(aliases, { check: 'aliases', scope: { kind: 'function', region, functionName } }),
    ),
  );
  const checks = evidence.flatMap(({ check, scope, outcome }): FailedCheck[] =>
    outcome.kind === 'failed' ? [{ check, scope: { ...scope }, failure: outcome.failure }] : [],
  );
  return sortedByJson([...aliases, ...checks]);
}

/** Every failed read of layers with its complete error, also of layers whose versions could not be listed. */
export function failedLayerChecks(regions: readonly RegionLayers[]): readonly FailedLayerCheck[] {
  const failed = regions.flatMap(({ region, attached, layers }): readonly FailedLayerCheck[] => [
    ...failureOf(attached, { check: 'functions', region }),
    ...failureOf(layers, { check: 'layers', region }),
    ...(layers.kind === 'failed' ? [] : layers.value).flatMap(
      ({ name: layerName, versions, policies, unsized }) => [
        ...failureOf(versions, { check: 'layer-versions', region, layerName }),
        ...[...policies].flatMap(([version, policy]) =>
          failureOf(policy, { check: 'layer-policy', region, layerName, version }),
        ),
        ...[...unsized].map(
          ([version, failure]) =>
            ({ check: 'layer-size', region, layerName, version, failure }) as const,
        ),
      ],
    ),
  ]);
  return sortedByJson(failed);
}

function failureOf<const About extends object>(
  reading: Reading<unknown> | undefined,
  about: About,
): readonly (About & { readonly failure: ReadFailure })[] {
  return reading?.kind === 'failed' ? [{ ...about, failure: reading.failure }] : [];
}

/** A Region whose functions or layers could not be listed, or a layer whose versions could not be listed. */
export interface UnlistedPlace {
  readonly of: 'functions' | 'layers';
  readonly region: Region;
  /** Undefined when the functions or layers of the whole Region could not be listed. */
  readonly layerName?: string;
  readonly failure: ReadFailure;
}

export function unlistedPlaces({
  unlisted,
  layers,
}: Pick<PrunePlan, 'unlisted' | 'layers'>): readonly UnlistedPlace[] {
  const failed = layers?.kind === 'planned' ? layers.failedChecks : [];
  return [
    ...unlisted.map(({ region, failure }) => ({ of: 'functions', region, failure }) as const),
    ...failed.flatMap(({ check, region, layerName, failure }): readonly UnlistedPlace[] => {
      if (check !== 'layers' && check !== 'layer-versions') return [];
      return [{ of: 'layers', region, ...(layerName !== undefined && { layerName }), failure }];
    }),
  ];
}

/** Failed reads, grouped by check and error, with the number of `times`, the most frequent group first. */
export function failedReads(failed: readonly FailedCheck[]) {
  const codes = failed.map(({ check, failure }) => {
    const { reason, operation, errorName } = failure;
    return { check, reason, operation, errorName };
  });
  return [...groupBy(codes, canonicalJson)]
    .toSorted(([a, one], [b, other]) => other.length - one.length || compareTexts(a, b))
    .map(([, group]) => ({ ...group[0], times: group.length }));
}

/** The callers in the evidence that choose their function at run time. */
export function unclearCallers(evidence: readonly Evidence[]): readonly UnclearCaller[] {
  const found = evidence.flatMap(({ check, outcome }) =>
    outcome.kind === 'read' ? (outcome.couldNotTell ?? []).map((by) => ({ check, by })) : [],
  );
  return sortedByJson(found);
}
