import type { AliasWorld, AttachedLayerWorld, FunctionWorld } from '../world.ts';
import type { Behaviour } from '../world/behaviour.ts';
import { numbersIn } from './range.ts';

const MEBIBYTE = 1024 * 1024;
const DAY = 86_400_000;

/** The current state of one Lambda function: its versions, deleted ones too, and its aliases. */
export class FunctionState {
  #world: FunctionWorld;
  #aliases: readonly AliasWorld[];
  readonly #first: number;
  readonly #last: number;
  /** All version numbers, of deleted versions too, ascending. The numbers of the world are first. */
  readonly #numbers: number[];
  readonly #given: number;
  readonly #used: number;
  /** When a version was published while the sandbox ran, by number, in AWS's format. */
  readonly #publishedAt = new Map<number, string>();
  readonly #kept: Set<number>;
  #sorted: readonly number[] | undefined;
  /** When a version was deleted, by number, in epoch milliseconds. */
  readonly #removedAt = new Map<number, number>();
  /** When a request last changed `$LATEST`, in AWS's format; undefined when none did. */
  #updatedAt: string | undefined;
  #busyUntil = -Infinity;
  /** Whether `$LATEST` has changed since the last version was published. */
  #isUnpublished = true;
  /** When provisioned concurrency that a request set up is ready, by version, in epoch milliseconds. */
  readonly #provisionedAt = new Map<string, number>();
  /** Descriptions of single versions, set when they were published. */
  readonly #descriptions = new Map<string, string>();

  /** @param used the highest version number of a deleted function with this name */
  constructor(world: FunctionWorld, now: number, used = 0) {
    this.#world = world;
    this.#used = used;
    this.#aliases = world.aliases ?? [];
    this.#numbers = [...numbersIn(world.versions ?? '')];
    this.#given = this.#numbers.length;
    if ((this.#numbers[0] ?? Infinity) <= used) {
      throw new RangeError(`version numbers up to ${used} of ${world.name} are never used again`);
    }
    this.#kept = new Set(this.#numbers);
    this.#last = world.publishedTo === undefined ? now - DAY : Date.parse(world.publishedTo);
    this.#first =
      world.publishedFrom === undefined ? this.#last - 400 * DAY : Date.parse(world.publishedFrom);
    for (const alias of this.#aliases) this.#refuseDangling(alias);
  }

  get world(): FunctionWorld {
    return this.#world;
  }

  get name(): string {
    return this.world.name;
  }

  get aliases(): readonly AliasWorld[] {
    return this.#aliases;
  }

  /**
   * Creates or moves an alias.
   *
   * @throws RangeError when it would point at a version that does not exist
   */
  putAlias(alias: AliasWorld): void {
    this.#refuseDangling(alias);
    this.#aliases = [...this.#aliases.filter(({ name }) => name !== alias.name), alias];
  }

  removeAlias(name: string): void {
    this.#aliases = this.#aliases.filter((alias) => alias.name !== name);
  }

  /** Changes properties of the function that have no method of their own. */
  change(changes: Omit<Partial<FunctionWorld>, 'name' | 'versions' | 'aliases'>): void {
    this.#world = { ...this.#world, ...changes };
  }

  /** The highest version number that was ever used under this name, by an earlier function too. */
  get highestNumber(): number {
    return Math.max(this.#used, this.#numbers.at(-1) ?? 0);
  }

  /** Publishes `$LATEST` and returns the number. Numbers are never reused, not even those of deleted versions. */
  publish(now: number, lastModified: 'publish' | 'update' = 'publish'): number {
    const number = this.highestNumber + 1;
    this.#numbers.push(number);
    this.#kept.add(number);
    const updated = lastModified === 'update' ? this.lastModified('$LATEST') : asWritten(now);
    this.#publishedAt.set(number, updated);
    this.#descriptions.set(String(number), this.#world.description ?? '');
    this.#isUnpublished = false;
    this.#sorted = undefined;
    return number;
  }

  /** Records that a request changed code or configuration of `$LATEST`; the function is busy until `busyUntil`. */
  touch(now: number, busyUntil: number): void {
    this.#updatedAt = asWritten(now);
    this.#busyUntil = busyUntil;
    this.#isUnpublished = true;
  }

  provision(version: string, count: number, readyAt: number): void {
    this.#provisionedAt.set(version, readyAt);
    const provisioned = { ...this.#world.provisionedConcurrency, [version]: count };
    this.change({ provisionedConcurrency: provisioned });
  }

  unprovision(version: string): void {
    const { [version]: _, ...others } = this.#world.provisionedConcurrency ?? {};
    this.change({ provisionedConcurrency: others });
  }

  isProvisioned(version: string, now: number): boolean {
    return (this.#provisionedAt.get(version) ?? -Infinity) <= now;
  }

  isBusy(now: number): boolean {
    return this.#world.isBeingUpdated === true || now < this.#busyUntil;
  }

  /** Whether a version published now would differ from the last one. */
  get isUnpublished(): boolean {
    return this.#isUnpublished;
  }

  description(version: string): string {
    return this.#descriptions.get(version) ?? this.#world.description ?? '';
  }

  /** The published versions that exist, ascending. */
  get versions(): readonly number[] {
    this.#sorted ??= this.#numbers.filter((n) => this.#kept.has(n));
    return this.#sorted;
  }

  /** Returns the versions that lists show: existing ones, and ones deleted after `since` (epoch milliseconds). */
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

  /** The bytes of the deployment package; 0 for a container image. */
  codeSize(version: string): number {
    if (this.world.packageType === 'Image') return 0;
    return this.world.codeSizes?.[version] ?? this.world.codeSize ?? MEBIBYTE;
  }

  /**
   * The bytes of this version's package in Lambda's own storage; 0 when its code stays in the customer's bucket.
   */
  storedBytes(version: string): number {
    return this.world.referencedCode?.includes(version) === true ? 0 : this.codeSize(version);
  }

  get totalStoredBytes(): number {
    return ['$LATEST', ...this.versions.map(String)]
      .map((version) => this.storedBytes(version))
      .reduce((sum, bytes) => sum + bytes, 0);
  }

  /**
   * Returns the bytes that this function adds to the code storage. AWS does not document how uploaded code is
   * counted; `behaviour` chooses.
   */
  uploadedBytes({ codeSize, identicalCode }: Behaviour): number {
    const { unzippedSize, codeSha256 } = this.#world;
    const one = codeSize === 'unzipped' ? (unzippedSize ?? 0) : this.codeSize('$LATEST');
    const copies = identicalCode === 'shared' ? 1 : this.versions.length + 1;
    return codeSha256 === undefined ? this.totalStoredBytes : one * copies;
  }

  /** Returns LastModified of a version in AWS's format: `2024-02-15T15:26:22.890+0000`. */
  lastModified(version: string): string {
    const given =
      this.world.lastModified?.[version] ??
      (version === '$LATEST' ? this.#updatedAt : this.#publishedAt.get(Number(version)));
    if (given !== undefined) return given;
    const position = version === '$LATEST' ? -1 : this.#numbers.indexOf(Number(version));
    const share = position === -1 || this.#given < 2 ? 1 : position / (this.#given - 1);
    return asWritten(Math.round(this.#first + share * (this.#last - this.#first)));
  }

  layersOf(version: string): readonly AttachedLayerWorld[] | undefined {
    return this.world.versionLayers?.[version] ?? this.world.layers;
  }

  /** The layer versions that any version of the function uses, as `name:version`. */
  get layerNames(): readonly string[] {
    return ['$LATEST', ...this.versions.map(String)]
      .flatMap((version) => this.layersOf(version) ?? [])
      .map(({ arn }) => arn.split(':').slice(-2).join(':'));
  }

  #refuseDangling({ name, version, weights = {} }: AliasWorld): void {
    for (const target of [version, ...Object.keys(weights)]) {
      if (!this.has(target)) throw new RangeError(`alias ${name}: no version ${target}`);
    }
  }
}

function asWritten(time: number): string {
  return new Date(time).toISOString().replace('Z', '+0000');
}
