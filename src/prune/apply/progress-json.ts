import type { FailureReason } from '../../model/failure.ts';
import type { UnlistedPlace } from '../plan/blind-spots.ts';
import type { FailCodes, SkipCodes } from '../plan/outcomes.ts';
import type { PruneCounts } from '../model/journal-segment.ts';
import { isoTime } from '../../model/time.ts';
import type { Bytes, Count } from '../../model/units.ts';
import { failureText } from '../../text/failure-text.ts';
import { unlistedText } from '../plan/text/blind-text.ts';
import { skipText, unknownText } from '../plan/text/reason-text.ts';
import { stopText } from '../plan/text/progress-text.ts';
import type { Measured } from './measured.ts';
import type { PruneProgress, RegionProgress } from './progress.ts';

/** Code storage for a program, in bytes; `failure` in its place where it could not be read. */
export type StorageJson =
  | { readonly at: string; readonly usedBytes: Bytes; readonly limitBytes?: Bytes }
  | {
      readonly at: string;
      readonly failure: { readonly operation: string; readonly errorName: string };
    };

interface RegionJson {
  readonly region: string;
  readonly state: string;
  readonly counts: PruneCounts;
  readonly packageBytesDeleted: Bytes;
  readonly before?: StorageJson;
  readonly after?: StorageJson;
  readonly targetReached?: true;
  readonly busyUntil?: string;
  readonly stopped?: { readonly code: string; readonly sentence: string };
}

/** Codes for programs, a text for people, and how many versions they are about. */
type GroupJson<Codes> = Codes & { readonly why: string; readonly versions: Count };

/** A Region, or a layer in it; `why` is for people. */
interface UnlistedJson {
  readonly of: UnlistedPlace['of'];
  readonly region: string;
  readonly layerName?: string;
  readonly reason: FailureReason;
  readonly operation: string;
  readonly errorName: string;
  readonly why: string;
}

/** Progress as plain data: numbers unrounded, times in UTC. */
export interface ProgressJson {
  readonly planId: string;
  readonly account: { readonly id: string; readonly name: string; readonly stage: string };
  readonly state: PruneProgress['state'];
  /** Who asked for the plan, and who had it applied; as stated by the caller and not verified. */
  readonly requestedBy?: string;
  readonly appliedBy?: string;
  readonly counts: PruneCounts;
  readonly packageBytesDeleted: Bytes;
  /** Of these, the layer versions; absent where the plan deletes none. */
  readonly layers?: { readonly counts: PruneCounts; readonly packageBytesDeleted: Bytes };
  readonly regions: readonly RegionJson[];
  /** Where nothing was planned, since it could not be listed; absent where everything was. */
  readonly unlisted?: readonly UnlistedJson[];
  readonly skipped: readonly GroupJson<SkipCodes>[];
  readonly failed: readonly GroupJson<FailCodes>[];
  /** By why they could not be looked up; absent where it is known of all whether they were deleted. */
  readonly unknown?: readonly GroupJson<FailCodes>[];
}

export function progressJson(progress: PruneProgress): ProgressJson {
  const { planId, account, state, counts, packageBytesDeleted, layers } = progress;
  const { unlisted, skipped, failed, unknown, requestedBy, appliedBy } = progress;
  const { id, name, stage } = account;
  return {
    planId,
    account: { id, name, stage },
    state,
    ...(requestedBy !== undefined && { requestedBy }),
    ...(appliedBy !== undefined && { appliedBy }),
    counts,
    packageBytesDeleted,
    ...(layers !== undefined && { layers }),
    regions: progress.regions.map(regionJson),
    ...(unlisted.length > 0 && { unlisted: unlisted.map(unlistedJson) }),
    skipped: skipped.map(({ codes, reason, messages, versions }) => ({
      ...codes,
      why: skipText(reason, messages),
      versions,
    })),
    failed: failed.map(({ codes, failure, versions }) => ({
      ...codes,
      why: failureText(failure),
      versions,
    })),
    ...(unknown.length > 0 && {
      unknown: unknown.map(({ codes, failure, versions }) => ({
        ...codes,
        why: unknownText(failure),
        versions,
      })),
    }),
  };
}

function unlistedJson(place: UnlistedPlace): UnlistedJson {
  const { of, region, layerName, failure } = place;
  const { reason, operation, errorName } = failure;
  const layer = layerName === undefined ? {} : { layerName };
  return { of, region, ...layer, reason, operation, errorName, why: unlistedText(place) };
}

function regionJson(progress: RegionProgress): RegionJson {
  const { region, state, counts, packageBytesDeleted, before, after } = progress;
  return {
    region,
    state: state.kind,
    counts,
    packageBytesDeleted,
    ...(before !== undefined && { before: storageJson(before) }),
    ...(after !== undefined && { after: storageJson(after) }),
    ...(state.kind === 'finished' &&
      state.because === 'target-reached' && { targetReached: true as const }),
    ...(state.kind === 'busy' && { busyUntil: isoTime(state.until) }),
    ...(state.kind === 'stopped' && {
      stopped: { code: state.stop.code, sentence: stopText(state.stop) },
    }),
  };
}

export function storageJson({ at, storage }: Pick<Measured, 'at' | 'storage'>): StorageJson {
  const when = isoTime(at);
  if (storage.kind === 'failed') {
    const { operation, errorName } = storage.failure;
    return { at: when, failure: { operation, errorName } };
  }
  const { used, limit } = storage.value;
  return { at: when, usedBytes: used, ...(limit !== undefined && { limitBytes: limit }) };
}
