import type { DeletableLayerRef, LayerKeepReason } from '../model/layer.ts';
import { layerKey, layerVersionKey } from '../model/layer.ts';
import { ACCOUNT_CAP_PERCENT, FUNCTION_CAP_PERCENT } from '../model/prune-plan.ts';
import type { Instant } from '../../model/time.ts';
import type { Bytes } from '../../model/units.ts';
import { inOrder } from './canonical.ts';
import { mostDeletable } from './cap.ts';
import type { JudgedLayer } from './make-layers.ts';

/** A layer version that nothing in the listing, its uses and the filters keeps. */
export interface LayerCandidate extends DeletableLayerRef {
  readonly createdAt: Instant;
  /** Absent: nobody could tell. */
  readonly packageBytes?: Bytes;
  readonly freesNothing: boolean;
}

export function layerCandidates(judged: readonly JudgedLayer[]): readonly LayerCandidate[] {
  return judged.flatMap(({ region, name, versions }) =>
    versions.flatMap(({ facts, reasons }): LayerCandidate[] => {
      const { version, createdAt, packageBytes, storage } = facts;
      if (reasons !== undefined || createdAt === undefined) return [];
      const size = packageBytes !== undefined && { packageBytes };
      const freesNothing = storage === 'reference';
      return [{ region, layerName: name, version, createdAt, ...size, freesNothing }];
    }),
  );
}

/**
 * The candidates that the cap keeps, by layer version key: the newest of those that would go, first of
 * each layer (by number), then of the account (by date). Layers are counted apart from functions: with
 * thousands of versions that stay, one share of both would let every layer version go.
 */
export function keptByLayerCap(
  candidates: readonly LayerCandidate[],
  judged: readonly JudgedLayer[],
): ReadonlyMap<string, LayerKeepReason> {
  const kept = new Map<string, LayerKeepReason>();
  const keep = (those: readonly LayerCandidate[], reason: LayerKeepReason): void => {
    for (const candidate of those) kept.set(layerVersionKey(candidate), reason);
  };
  for (const { region, name, versions } of judged) {
    const key = layerKey(region, name);
    const those = candidates.filter((one) => layerKey(one.region, one.layerName) === key);
    const most = mostDeletable(versions.length, FUNCTION_CAP_PERCENT);
    const oldestFirst = those.toSorted((a, b) => a.version - b.version);
    keep(oldestFirst.slice(most), { code: 'cap', of: 'layer', percent: FUNCTION_CAP_PERCENT });
  }
  const all = judged.reduce((sum, { versions }) => sum + versions.length, 0);
  const left = candidates.filter((candidate) => !kept.has(layerVersionKey(candidate)));
  keep(left.toSorted(byDate).slice(mostDeletable(all, ACCOUNT_CAP_PERCENT)), {
    code: 'cap',
    of: 'account',
    percent: ACCOUNT_CAP_PERCENT,
  });
  return kept;
}

function byDate(a: LayerCandidate, b: LayerCandidate): number {
  return (
    a.createdAt - b.createdAt ||
    inOrder(layerKey(a.region, a.layerName), layerKey(b.region, b.layerName)) ||
    a.version - b.version
  );
}
