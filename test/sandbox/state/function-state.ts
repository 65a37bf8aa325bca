import type { AliasWorld, FunctionWorld } from '../world.ts';
import { numbersIn } from './range.ts';

const MEBIBYTE = 1024 * 1024;
const DAY = 86_400_000;

/** One Lambda function of the simulated account, with what of it has been deleted. */
export class FunctionState {
  readonly world: FunctionWorld;
  readonly aliases: readonly AliasWorld[];
  readonly #first: number;
  readonly #last: number;
  readonly #numbers: readonly number[];
  readonly #kept: Set<number>;
  #sorted: readonly number[] | undefined;
  /** When a version was deleted, by number. */
  readonly #removedAt = new Map<number, number>();

  constructor(world: FunctionWorld, now: number) {
    this.world = world;
    this.aliases = world.aliases ?? [];
    this.#numbers = numbersIn(world.versions ?? '');
    this.#kept = new Set(this.#numbers);
    this.#last = world.publishedTo === undefined ? now - DAY : Date.parse(world.publishedTo);
    this.#first =
      world.publishedFrom === undefined ? this.#last - 400 * DAY : Date.parse(world.publishedFrom);
    for (const { name, version, weights = {} } of this.aliases) {
      for (const target of [version, ...Object.keys(weights)]) {
        if (!this.has(target)) throw new RangeError(`alias ${name}: no version ${target}`);
      }
    }
  }

  get name(): string {
    return this.world.name;
  }

  /** Published versions that exist, ascending. */
  get versions(): readonly number[] {
    this.#sorted ??= this.#numbers.filter((n) => this.#kept.has(n));
    return this.#sorted;
  }

  /** What lists show: also what was deleted after `since` (epoch milliseconds). */
  listedVersions(since: number): readonly number[] {
    const isStale = [...this.#removedAt.values()].some((time) => time > since);
    if (!isStale) return this.versions;
    return this.#numbers.filter(
      (n) => this.#kept.has(n) || (this.#removedAt.get(n) ?? -Infinity) > since,
    );
  }

  has(version: string): boolean {
    return version === '$LATEST' || this.#kept.has(Number(version));
  }

  remove(version: number, now: number): void {
    this.#kept.delete(version);
    this.#removedAt.set(version, now);
    this.#sorted = undefined;
  }

  /** Bytes of the deployment package; container images have none here. */
  codeSize(version: string): number {
    if (this.world.packageType === 'Image') return 0;
    return this.world.codeSizes?.[version] ?? this.world.codeSize ?? MEBIBYTE;
  }

  /** Bytes that this version adds to what Lambda itself stores. */
  storedBytes(version: string): number {
    return this.world.referencedCode?.includes(version) === true ? 0 : this.codeSize(version);
  }

  get totalStoredBytes(): number {
    return ['$LATEST', ...this.versions.map(String)]
      .map((version) => this.storedBytes(version))
      .reduce((sum, bytes) => sum + bytes, 0);
  }

  /** As AWS writes it: `2024-02-15T15:26:22.890+0000`. */
  lastModified(version: string): string {
    const given = this.world.lastModified?.[version];
    if (given !== undefined) return given;
    const position = version === '$LATEST' ? -1 : this.#numbers.indexOf(Number(version));
    const share =
      position === -1 || this.#numbers.length < 2 ? 1 : position / (this.#numbers.length - 1);
    const time = Math.round(this.#first + share * (this.#last - this.#first));
    return new Date(time).toISOString().replace('Z', '+0000');
  }
}
