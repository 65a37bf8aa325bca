import type { ReadFailure } from '../../model/failure.ts';
import type { Reading } from '../model/inventory.ts';
import type { PruneStop } from '../model/reason.ts';
import { isBelow } from '../plan/overview/until-estimate.ts';
import type { CodeStorage } from '../ports.ts';
import type { RegionState } from './progress.ts';

/** Deletions between two measurements: package bytes do not show whether code storage reached the target. */
export const JUDGED_EVERY = 100;

export type Judgement = 'go-on' | 'reached' | PruneStop;

/** Undefined where the Region continues. */
export function stateAfter(judgement: Judgement): RegionState | undefined {
  if (judgement === 'go-on') return undefined;
  if (judgement === 'reached') return { kind: 'finished', because: 'target-reached' };
  return { kind: 'stopped', stop: judgement };
}

/** "Until below 60 %": measures code storage before the first deletion of a slice and after each 100. */
export class TargetWatch {
  readonly #belowPercent: number | undefined;
  readonly #measure: () => Promise<Reading<CodeStorage>>;
  #known: Reading<CodeStorage> | undefined;
  #deletedSince = 0;
  #expected = 0;

  /** Without a percentage nothing is measured. */
  constructor(belowPercent: number | undefined, measure: () => Promise<Reading<CodeStorage>>) {
    this.#belowPercent = belowPercent;
    this.#measure = measure;
  }

  /** Takes a measurement made just now. */
  learn(storage: Reading<CodeStorage>): void {
    this.#known = storage;
  }

  /** Versions that may be deleted before the next measurement. */
  mostBeforeJudging(): number {
    if (this.#belowPercent === undefined) return Number.POSITIVE_INFINITY;
    const left = JUDGED_EVERY - this.#deletedSince - this.#expected;
    return left > 0 ? left : JUDGED_EVERY;
  }

  expect(versions: number): void {
    this.#expected = versions;
  }

  async afterDeleting(deleted: number): Promise<Judgement> {
    this.#expected = 0;
    this.#deletedSince += deleted;
    return this.#deletedSince < JUDGED_EVERY ? 'go-on' : this.judge();
  }

  async judge(): Promise<Judgement> {
    if (this.#belowPercent === undefined) return 'go-on';
    const storage = this.#known ?? (await this.#measure());
    this.#known = undefined;
    this.#deletedSince = 0;
    if (storage.kind === 'failed') return notJudged(this.#belowPercent, storage.failure);
    const isReached = isBelow(storage.value, this.#belowPercent);
    if (isReached === undefined) return notJudged(this.#belowPercent);
    return isReached ? 'reached' : 'go-on';
  }
}

/** Without a measurement, deletions could go beyond the request. */
function notJudged(percent: number, failure?: ReadFailure): PruneStop {
  return { code: 'target-not-judged', percent, ...(failure !== undefined && { failure }) };
}
