import type { LayerWorld } from '../world/layers.ts';
import { numbersIn } from './range.ts';

const MEBIBYTE = 1024 * 1024;
const DAY = 86_400_000;

/** One layer of the simulated account, with which of its versions have been deleted. */
export class LayerState {
  readonly world: LayerWorld;
  readonly #numbers: readonly number[];
  readonly #kept: Set<number>;
  readonly #first: number;
  readonly #last: number;

  constructor(world: LayerWorld, now: number) {
    this.world = world;
    this.#numbers = numbersIn(world.versions);
    this.#kept = new Set(this.#numbers);
    this.#last = world.createdTo === undefined ? now - DAY : Date.parse(world.createdTo);
    this.#first =
      world.createdFrom === undefined ? this.#last - 400 * DAY : Date.parse(world.createdFrom);
  }

  get name(): string {
    return this.world.name;
  }

  /** Versions that exist, the newest first, as Lambda lists them. */
  get versions(): readonly number[] {
    return this.#numbers.filter((version) => this.#kept.has(version)).reverse();
  }

  has(version: number): boolean {
    return this.#kept.has(version);
  }

  remove(version: number): void {
    this.#kept.delete(version);
  }

  codeSize(version: number): number {
    return this.world.codeSizes?.[version] ?? this.world.codeSize ?? MEBIBYTE;
  }

  isReferenced(version: number): boolean {
    return this.world.referencedContent?.includes(String(version)) === true;
  }

  /** Bytes of all versions that Lambda itself stores; deleted ones while a function has them. */
  storedBytes(isAttached: (version: number) => boolean): number {
    return this.#numbers
      .filter((version) => this.#kept.has(version) || isAttached(version))
      .filter((version) => !this.isReferenced(version))
      .reduce((sum, version) => sum + this.codeSize(version), 0);
  }

  /** As AWS writes it: `2024-02-15T15:26:22.890+0000`. */
  createdDate(version: number): string {
    const given = this.world.createdDates?.[version];
    if (given !== undefined) return given;
    const position = this.#numbers.indexOf(version);
    const share = this.#numbers.length < 2 ? 1 : position / (this.#numbers.length - 1);
    const time = Math.round(this.#first + share * (this.#last - this.#first));
    return new Date(time).toISOString().replace('Z', '+0000');
  }
}
