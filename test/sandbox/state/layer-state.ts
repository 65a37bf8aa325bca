import type { PolicyDocument } from '../world.ts';
import type { LayerWorld } from '../world/layers.ts';
import { numbersIn } from './range.ts';

const MEBIBYTE = 1024 * 1024;
const DAY = 86_400_000;

/** The current state of one layer: its versions, deleted ones too, and their policies. */
export class LayerState {
  readonly world: LayerWorld;
  readonly #numbers: number[];
  readonly #kept: Set<number>;
  readonly #first: number;
  readonly #last: number;
  /** How many versions the world has. */
  readonly #given: number;
  /** The current resource policies, by version number. */
  readonly #policies: Map<string, PolicyDocument>;
  /** When a version was published while the sandbox ran, by number, in AWS's format. */
  readonly #publishedAt = new Map<number, string>();

  constructor(world: LayerWorld, now: number) {
    this.world = world;
    this.#numbers = [...numbersIn(world.versions)];
    this.#given = this.#numbers.length;
    this.#policies = new Map(Object.entries(world.policies ?? {}));
    this.#kept = new Set(this.#numbers);
    this.#last = world.createdTo === undefined ? now - DAY : Date.parse(world.createdTo);
    this.#first =
      world.createdFrom === undefined ? this.#last - 400 * DAY : Date.parse(world.createdFrom);
  }

  get name(): string {
    return this.world.name;
  }

  /** The versions that exist, the newest first, as Lambda lists them. */
  get versions(): readonly number[] {
    return this.#numbers.filter((version) => this.#kept.has(version)).reverse();
  }

  has(version: number): boolean {
    return this.#kept.has(version);
  }

  remove(version: number): void {
    this.#kept.delete(version);
    this.#policies.delete(String(version));
  }

  /** Publishes a version and returns its number. Numbers are never reused, not even those of deleted versions. */
  publish(now: number): number {
    const number = (this.#numbers.at(-1) ?? 0) + 1;
    this.#numbers.push(number);
    this.#kept.add(number);
    this.#publishedAt.set(number, asWritten(now));
    return number;
  }

  /** Returns the resource policy of a version, which shares it with other accounts; undefined without one. */
  policyOf(version: number): PolicyDocument | undefined {
    return this.#policies.get(String(version));
  }

  putPolicy(version: number, policy: PolicyDocument): void {
    this.#policies.set(String(version), policy);
  }

  codeSize(version: number): number {
    return this.world.codeSizes?.[version] ?? this.world.codeSize ?? MEBIBYTE;
  }

  isReferenced(version: number): boolean {
    return this.world.referencedContent?.includes(String(version)) === true;
  }

  /**
   * Returns the bytes of all versions in Lambda's own storage; a deleted version counts while a function uses it.
   */
  storedBytes(isAttached: (version: number) => boolean): number {
    return this.#numbers
      .filter((version) => this.#kept.has(version) || isAttached(version))
      .filter((version) => !this.isReferenced(version))
      .reduce((sum, version) => sum + this.codeSize(version), 0);
  }

  /** Returns CreatedDate of a version in AWS's format: `2024-02-15T15:26:22.890+0000`. */
  createdDate(version: number): string {
    const given = this.world.createdDates?.[version] ?? this.#publishedAt.get(version);
    if (given !== undefined) return given;
    const position = this.#numbers.indexOf(version);
    const share = this.#given < 2 ? 1 : position / (this.#given - 1);
    return asWritten(Math.round(this.#first + share * (this.#last - this.#first)));
  }
}

function asWritten(time: number): string {
  return new Date(time).toISOString().replace('Z', '+0000');
}
