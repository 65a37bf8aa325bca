import type { EvidenceIndex } from '../../plan/in-use-evidence.ts';
import { indexed } from '../../plan/in-use-evidence.ts';
import type { TidyFunction } from '../../plan/tidy.ts';
import { tidied } from '../../plan/tidy.ts';
import type { Region } from '../../../model/aws-ids.ts';
import type { Check, Evidence, EvidenceCheck, VersionUse } from '../../model/evidence.ts';
import { EVIDENCE_CHECKS } from '../callers.ts';
import type { Alias, Reading, StorageMode } from '../../model/inventory.ts';
import type { VersionRef } from '../../model/version.ts';
import type { Instant } from '../../../model/time.ts';
import type { Pending } from './pending.ts';
import { together } from './pending.ts';
import type { RegionProgress } from './state.ts';
import type { Walk } from './walk.ts';

/** Which checks are still to be made of which versions of a function. */
export type Judge = (fn: TidyFunction, evidence: EvidenceIndex) => Pending;

/** What is known of one Region while it is read. Reads that time ran out on do not count. */
export class RegionLedger {
  readonly region: Region;
  /** Of reads that were stopped, by name. */
  readonly walks: Map<string, Walk>;
  /** Of asynchronous calls, as far as they were read. */
  readonly destinations: VersionUse[];
  readonly #judge: Judge;
  readonly #now: () => Instant;
  readonly #listing: RegionProgress['listing'];
  readonly #functions: Map<string, TidyFunction>;
  readonly #wide: Evidence[] = [];
  readonly #own = new Map<string, Evidence[]>();
  readonly #readAt: Map<EvidenceCheck, Instant>;
  #wideIndex: EvidenceIndex | undefined;
  #ranOut = false;

  constructor(progress: RegionProgress, judge: Judge, now: () => Instant) {
    this.region = progress.region;
    this.#judge = judge;
    this.#now = now;
    this.#listing = progress.listing;
    this.#functions = new Map(tidied({ regions: [progress] }).map((fn) => [fn.name, fn]));
    this.#readAt = new Map(
      EVIDENCE_CHECKS.flatMap((check) => {
        const at = progress.readAt?.[check];
        return at === undefined ? [] : [[check, at] as const];
      }),
    );
    this.walks = new Map(Object.entries(progress.walks));
    this.destinations = [...progress.destinations];
    for (const one of progress.evidence) this.add(one);
  }

  progress(): RegionProgress {
    return {
      region: this.region,
      listing: this.#listing,
      functions: [...this.#functions.values()].map(({ name, versions, aliases }) => ({
        name,
        versions,
        ...(aliases && { aliases }),
      })),
      walks: this.#ranOut ? Object.fromEntries(this.walks) : {},
      destinations: this.#ranOut ? this.destinations : [],
      evidence: [...this.#wide, ...[...this.#own.values()].flat()],
      readAt: Object.fromEntries(this.#readAt),
      isComplete: !this.#ranOut,
    };
  }

  /** Called before each request of a check, whose age counts from the first one. */
  begin(check: EvidenceCheck): void {
    if (!this.#readAt.has(check)) this.#readAt.set(check, this.#now());
  }

  /** Called when time ran out on a read: there is more to read. */
  ranOut(): void {
    this.#ranOut = true;
  }

  get functions(): readonly TidyFunction[] {
    return [...this.#functions.values()];
  }

  add(...evidence: readonly Evidence[]): void {
    for (const one of evidence) {
      const { scope, outcome } = one;
      if (outcome.kind === 'failed' && outcome.failure.reason === 'out-of-time') {
        this.ranOut();
      } else if (scope.kind === 'account' || scope.kind === 'region') {
        this.#wide.push(one);
        this.#wideIndex = undefined;
      } else {
        const own = this.#own.get(scope.functionName);
        if (own === undefined) this.#own.set(scope.functionName, [one]);
        else own.push(one);
      }
    }
  }

  addAliases(name: string, aliases: Reading<readonly Alias[]>): void {
    const fn = this.#functions.get(name);
    if (aliases.kind === 'failed' && aliases.failure.reason === 'out-of-time') this.ranOut();
    else if (fn !== undefined) this.#functions.set(name, { ...fn, aliases });
  }

  addStorage({ functionName, version }: VersionRef, storage: StorageMode): void {
    const fn = this.#functions.get(functionName);
    if (fn === undefined) return;
    const versions = fn.versions.map((one) =>
      one.version === version ? { ...one, storage } : one,
    );
    this.#functions.set(functionName, { ...fn, versions });
  }

  named(name: string): TidyFunction | undefined {
    return this.#functions.get(name);
  }

  /** What was read of one function by itself. */
  evidenceOf(name: string, check: EvidenceCheck): Evidence | undefined {
    return this.#own.get(name)?.find((one) => one.check === check);
  }

  pending(name: string): Pending {
    const fn = this.#functions.get(name);
    if (fn === undefined) return new Map();
    this.#wideIndex ??= indexed(this.#wide);
    const own = indexed(this.#own.get(name) ?? []);
    return this.#judge(fn, together(this.#wideIndex, own));
  }

  /** The versions of which a check is still to be made, of functions in the order of their names. */
  pendingFor(check: Check): readonly VersionRef[] {
    return this.functions.flatMap(({ name }) =>
      [...this.pending(name)]
        .filter(([, unread]) => unread.has(check))
        .map(([version]) => ({ region: this.region, functionName: name, version })),
    );
  }
}
