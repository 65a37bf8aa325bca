import type { ReadFailure } from '../../model/failure.ts';
import type { Reading } from '../model/inventory.ts';
import type { PruneStop } from '../model/reason.ts';
import { isBelow } from '../plan/overview/until-estimate.ts';
import type { CodeStorage } from '../ports.ts';
import type { RegionState } from './progress.ts';

/** Package bytes are not quota bytes, so whether the target is reached is measured. */
export const JUDGED_EVERY = 100;

export type Judgement = 'go-on' | 'reached' | PruneStop;

/** The state in which a judgement leaves a Region; undefined where it goes on. */
export function stateAfter(judgement: Judgement): RegionState | undefined {
  if (judgement === 'go-on') return undefined;
  if (judgement === 'reached') return { kind: 'finished', because: 'target-reached' };
  return { kind: 'stopped', stop: judgement };
}

/** "Until below 60 %": judged in one Region before the first deletion of a slice and after each 100. */
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

  /** A reading of this moment, which need not be made again. */
  learn(storage: Reading<CodeStorage>): void {
    this.#known = storage;
  }

  /** So many versions more may be asked to go before the next judgement. */
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

/** Deleting on could be more than was asked for. */
function notJudged(percent: number, failure?: ReadFailure): PruneStop {
  return { code: 'target-not-judged', percent, ...(failure !== undefined && { failure }) };
}
