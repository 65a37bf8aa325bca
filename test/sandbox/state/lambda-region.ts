import type { CodeStorageWorld, RegionWorld } from '../world.ts';
import { FunctionState } from './function-state.ts';

/**
 * 300 GiB, the default since July 2026. The quota page says "300 GB" and said "75 GB" where
 * GetAccountSettings answered 80,530,636,800 bytes = 75 GiB; that it is counted in GiB still is
 * an assumption.
 */
export const DEFAULT_CODE_STORAGE_BYTES = 300 * 1024 ** 3;

/** Lambda of one account in one Region. */
export class LambdaRegion {
  readonly world: RegionWorld;
  readonly #functions: Map<string, FunctionState>;
  #packageBytes: number | undefined;
  readonly #storage: CodeStorageWorld;

  constructor(world: RegionWorld, now: number) {
    this.world = world;
    this.#storage = world.codeStorage ?? {};
    const states = (world.functions ?? []).map((fn) => new FunctionState(fn, now));
    this.#functions = new Map(states.map((state) => [state.name, state]));
    if (this.#functions.size !== states.length) throw new RangeError('two functions of one name');
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
      this.#packageBytes = this.packageBytes - fn.totalStoredBytes;
      this.#functions.delete(fn.name);
    } else if (fn.has(String(one.version))) {
      this.#packageBytes = this.packageBytes - fn.storedBytes(String(one.version));
      fn.remove(one.version, one.now);
    }
  }

  /** Package bytes of everything that Lambda itself stores. */
  get packageBytes(): number {
    this.#packageBytes ??= this.functions.reduce((sum, fn) => sum + fn.totalStoredBytes, 0);
    return this.#packageBytes;
  }

  /** What GetAccountSettings reports as `AccountUsage.TotalCodeSize`. */
  get codeStorageUsedBytes(): number {
    const usage = this.#storage.usage ?? {};
    if ('bytes' in usage) return usage.bytes;
    return Math.round(this.packageBytes * (usage.factor ?? 1) + (usage.offsetBytes ?? 0));
  }

  get codeStorageLimitBytes(): number {
    return this.#storage.limitBytes ?? DEFAULT_CODE_STORAGE_BYTES;
  }
}
