import { isoTime } from '../../model/time.ts';
import type { ReadFailure } from '../../model/failure.ts';
import type { UnlistedPlace } from '../plan/blind-spots.ts';
import type { FailedGroup } from '../plan/outcomes.ts';
import { failureText } from '../../text/failure-text.ts';
import { unlistedText } from '../plan/text/blind-text.ts';
import { skipText, unknownText } from '../plan/text/reason-text.ts';
import { stopText } from '../plan/text/progress-text.ts';
import type { StorageMeasurement } from './storage-measurement.ts';
import type { PruneProgress, RegionProgress } from './progress.ts';

/** Returns the progress as JSON data with exact numbers and UTC times. `why` and `sentence` are texts for people. */
export function progressJson(progress: PruneProgress) {
  const { regions, unlisted, skipped, failed, unknown, ...others } = progress;
  const { id, name, stage } = progress.account;
  return {
    ...others,
    account: { id, name, stage },
    regions: regions.map(regionJson),
    ...(unlisted.length > 0 && { unlisted: unlisted.map(unlistedJson) }),
    skipped: skipped.map(({ codes, reason, messages, versions }) => ({
      ...codes,
      why: skipText(reason, messages),
      versions,
    })),
    failed: failed.map((group) => failedJson(group, failureText)),
    ...(unknown.length > 0 && { unknown: unknown.map((group) => failedJson(group, unknownText)) }),
  };
}

function failedJson(
  { codes, failure, versions }: FailedGroup,
  textOf: (failure: ReadFailure) => string,
) {
  return { ...codes, why: textOf(failure), versions };
}

function unlistedJson(place: UnlistedPlace) {
  const { of, region, layerName, failure } = place;
  const { reason, operation, errorName } = failure;
  const layer = layerName === undefined ? {} : { layerName };
  return { of, region, ...layer, reason, operation, errorName, why: unlistedText(place) };
}

function regionJson({ region, state, before, after, ...sums }: RegionProgress) {
  return {
    region,
    state: state.kind,
    ...sums,
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

/** Returns code storage in bytes, or the `failure` if it could not be read. */
export function storageJson({ at, storage }: Pick<StorageMeasurement, 'at' | 'storage'>) {
  const when = isoTime(at);
  if (storage.kind === 'failed') {
    const { operation, errorName } = storage.failure;
    return { at: when, failure: { operation, errorName } };
  }
  const { used, limit } = storage.value;
  return { at: when, usedBytes: used, ...(limit !== undefined && { limitBytes: limit }) };
}
