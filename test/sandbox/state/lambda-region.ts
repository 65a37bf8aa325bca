import type { CodeStorageWorld, FunctionWorld, RegionWorld } from '../world.ts';
import type { Behaviour } from '../world/behaviour.ts';
import { FunctionState } from './function-state.ts';
import { LayerState } from './layer-state.ts';

/**
 * 300 GiB, the default since July 2026. The quota page says "300 GB"; it said "75 GB" when GetAccountSettings
 * answered 80,530,636,800 bytes (75 GiB). That AWS still counts in GiB is an assumption.
 */
const DEFAULT_CODE_STORAGE_BYTES = 300 * 1024 ** 3;

/**
 * Code that answers an invocation. It returns a value that becomes JSON; an error that it throws becomes a function
 * error.
 */
export type Program = (payload: unknown, invocation: Invocation) => unknown;

interface Invocation {
  readonly requestId: string;
  readonly functionArn: string;
  readonly version: string;
}

/** Lambda of one account in one Region. */
export class LambdaRegion {
  /** The other resources of the Region; a test can change them. */
  world: RegionWorld;
  readonly layers: ReadonlyMap<string, LayerState>;
  /** The code that answers invocations, by function name. */
  readonly programs = new Map<string, Program>();
  /** Deleted functions, whose metrics remain. */
  readonly removed: FunctionState[] = [];
  readonly #functions = new Map<string, FunctionState>();
  #packageBytes: number | undefined;
  readonly #storage: CodeStorageWorld;
  readonly #behaviour: Behaviour;
  /** Each usage in bytes, with the time at which it was first read (epoch milliseconds); the newest last. */
  readonly #usages: { readonly since: number; readonly bytes: number }[] = [];

  constructor(world: RegionWorld, now: number, behaviour: Behaviour = {}) {
    this.world = world;
    this.#behaviour = behaviour;
    this.#storage = world.codeStorage ?? {};
    for (const fn of world.functions ?? []) this.add(fn, now);
    const layers = (world.layers ?? []).map((layer) => new LayerState(layer, now));
    this.layers = new Map(layers.map((layer) => [layer.name, layer]));
    if (this.layers.size !== layers.length) throw new RangeError('two layers of one name');
  }

  add(world: FunctionWorld, now: number): FunctionState {
    if (this.#functions.has(world.name)) throw new RangeError('two functions of one name');
    const earlier = this.removed.filter(({ name }) => name === world.name);
    const used = Math.max(0, ...earlier.map(({ highestNumber }) => highestNumber));
    const fn = new FunctionState(world, now, used);
    this.#functions.set(fn.name, fn);
    this.recount();
    return fn;
  }

  get functions(): readonly FunctionState[] {
    return [...this.#functions.values()];
  }

  find(name: string): FunctionState | undefined {
    return this.#functions.get(name);
  }

  /** Deletes one version, or the whole function. */
  remove(
    fn: FunctionState,
    one?: { readonly version: number; /** Epoch milliseconds. */ readonly now: number },
  ): void {
    if (one === undefined) {
      this.#packageBytes = this.#functionBytes - fn.uploadedBytes(this.#behaviour);
      this.#functions.delete(fn.name);
      this.removed.push(fn);
    } else if (fn.has(String(one.version))) {
      this.#packageBytes = this.#functionBytes - fn.storedBytes(String(one.version));
      fn.remove(one.version, one.now);
      // Versions may share uploaded code, so the sum is computed again.
      if (fn.world.codeSha256 !== undefined) this.recount();
    }
  }

  /** Makes the next read compute the package bytes again, after a change outside this class. */
  recount(): void {
    this.#packageBytes = undefined;
  }

  get #functionBytes(): number {
    this.#packageBytes ??= this.functions.reduce(
      (sum, fn) => sum + fn.uploadedBytes(this.#behaviour),
      0,
    );
    return this.#packageBytes;
  }

  /** The package bytes of all functions and layers in Lambda's own storage. */
  get packageBytes(): number {
    return this.#functionBytes + this.#layerBytes();
  }

  /** Returns the bytes of all layers. A deleted layer version counts until no function refers to it. */
  #layerBytes(): number {
    if (this.layers.size === 0) return 0;
    const attached = new Set(this.functions.flatMap((fn) => fn.layerNames));
    return [...this.layers.values()].reduce(
      (sum, layer) =>
        sum + layer.storedBytes((version) => attached.has(`${layer.name}:${version}`)),
      0,
    );
  }

  /** The usage without delay: `AccountUsage.TotalCodeSize` of GetAccountSettings. */
  get codeStorageUsedBytes(): number {
    const usage = this.#storage.usage ?? {};
    if ('bytes' in usage) return usage.bytes;
    return Math.round(this.packageBytes * (usage.factor ?? 1) + (usage.offsetBytes ?? 0));
  }

  /**
   * Returns the usage that GetAccountSettings reports at `now`, in bytes, after the delay `behaviour.usageLagMs`.
   * Call it after each change too: a change counts from the first call after it.
   */
  reportedUsage(now: number): number {
    const bytes = this.codeStorageUsedBytes;
    if (this.#usages.at(-1)?.bytes !== bytes) this.#usages.push({ since: now, bytes });
    const lag = this.#behaviour.usageLagMs ?? 0;
    const said = this.#usages.findLast(({ since }) => since <= now - lag);
    return (said ?? this.#usages[0])?.bytes ?? bytes;
  }

  get codeStorageLimitBytes(): number {
    return this.#storage.limitBytes ?? DEFAULT_CODE_STORAGE_BYTES;
  }
}
