import type { ReadFailure } from '../../model/failure.ts';
import type { Reading } from '../model/inventory.ts';
import type { PruneStop } from '../model/reason.ts';
import { isBelow } from '../plan/overview/until-estimate.ts';
import type { CodeStorage } from '../ports.ts';
import type { RegionState } from './progress.ts';

/** Code storage is measured after this many deletions, since package sizes do not show when it reaches the target. */
export const DELETIONS_PER_MEASUREMENT = 100;

/** Whether deletions continue, have reached the target, or stop since code storage cannot be measured. */
export type TargetVerdict = 'go-on' | 'reached' | PruneStop;

/** Returns the state in which a Region ends; undefined if its deletions continue. */
export function stateAfter(verdict: TargetVerdict): RegionState | undefined {
  if (verdict === 'go-on') return undefined;
  if (verdict === 'reached') return { kind: 'finished', because: 'target-reached' };
  return { kind: 'stopped', stop: verdict };
}

/** Watches a target such as "until below 60 %": measures code storage before the first and after each 100 deletions. */
export class TargetWatch {
  readonly #belowPercent: number | undefined;
  readonly #measure: () => Promise<Reading<CodeStorage>>;
  #known: Reading<CodeStorage> | undefined;
  #deletedSince = 0;
  #expected = 0;

  /** @param belowPercent the target, in percent of the code storage limit; undefined: nothing is measured */
  constructor(belowPercent: number | undefined, measure: () => Promise<Reading<CodeStorage>>) {
    this.#belowPercent = belowPercent;
    this.#measure = measure;
  }

  /** Takes a measurement that was made just now, so that the next check makes none. */
  useMeasurement(storage: Reading<CodeStorage>): void {
    this.#known = storage;
  }

  /** Returns the number of versions that may be deleted before the next measurement; infinite without a target. */
  mostBeforeMeasuring(): number {
    if (this.#belowPercent === undefined) return Number.POSITIVE_INFINITY;
    const left = DELETIONS_PER_MEASUREMENT - this.#deletedSince - this.#expected;
    return left > 0 ? left : DELETIONS_PER_MEASUREMENT;
  }

  /** Notes the number of versions that are about to be deleted. */
  expect(versions: number): void {
    this.#expected = versions;
  }

  /** Adds `deleted` versions, and checks the target if a measurement is due. */
  async afterDeleting(deleted: number): Promise<TargetVerdict> {
    this.#expected = 0;
    this.#deletedSince += deleted;
    return this.#deletedSince < DELETIONS_PER_MEASUREMENT ? 'go-on' : this.checkTarget();
  }

  async checkTarget(): Promise<TargetVerdict> {
    if (this.#belowPercent === undefined) return 'go-on';
    const storage = this.#known ?? (await this.#measure());
    this.#known = undefined;
    this.#deletedSince = 0;
    if (storage.kind === 'failed') return targetNotChecked(this.#belowPercent, storage.failure);
    const isReached = isBelow(storage.value, this.#belowPercent);
    if (isReached === undefined) return targetNotChecked(this.#belowPercent);
    return isReached ? 'reached' : 'go-on';
  }
}

/** Returns the stop for a failed measurement: without measurements, more could be deleted than requested. */
function targetNotChecked(percent: number, failure?: ReadFailure): PruneStop {
  return { code: 'target-not-judged', percent, ...(failure !== undefined && { failure }) };
}
