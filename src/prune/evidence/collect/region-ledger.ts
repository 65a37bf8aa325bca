import type { EvidenceIndex } from '../../plan/in-use-evidence.ts';
import { decisiveClearance, indexEvidence } from '../../plan/in-use-evidence.ts';
import type { TidyFunction } from '../../plan/tidy.ts';
import { tidyFunctions } from '../../plan/tidy.ts';
import type { Region } from '../../../model/aws-ids.ts';
import type { Check, Evidence, EvidenceCheck, VersionUse } from '../../model/evidence.ts';
import { EVIDENCE_CHECKS } from '../callers.ts';
import type { Alias, Reading, StorageMode } from '../../model/inventory.ts';
import type { VersionRef } from '../../model/version.ts';
import type { Instant } from '../../../model/time.ts';
import type { RegionProgress } from './state.ts';
import type { Walk } from './walk.ts';
import { functionReasons } from '../../plan/in-use.ts';
import { filterReasons } from '../../plan/in-use-listing.ts';
import type { PruneFilters, PruneSettings } from '../../model/prune-plan.ts';

export type Judge = (fn: TidyFunction, evidence: EvidenceIndex) => Pending;

/** What is known of one Region while it is read. Reads cut off by the end of time do not count. */
export class RegionLedger {
  readonly region: Region;
  /** Reads that were stopped, by name. */
  readonly walks: Map<string, Walk>;
  /** Asynchronous destinations read so far. */
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
    this.#functions = new Map(tidyFunctions({ regions: [progress] }).map((fn) => [fn.name, fn]));
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

  /** Called before each request: the age of a check counts from the first one. */
  begin(check: EvidenceCheck): void {
    if (!this.#readAt.has(check)) this.#readAt.set(check, this.#now());
  }

  /** Called when time is up and something is still to be read. */
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
    this.#wideIndex ??= indexEvidence(this.#wide);
    const own = indexEvidence(this.#own.get(name) ?? []);
    return this.#judge(fn, together(this.#wideIndex, own));
  }

  /** Whether a candidate of a function still needs a check. */
  needs(name: string, check: Check): boolean {
    return [...this.pending(name).values()].some((unread) => unread.has(check));
  }

  /** The versions that still need a check, by the names of their functions. */
  pendingFor(check: Check): readonly VersionRef[] {
    return this.functions.flatMap(({ name }) =>
      [...this.pending(name)]
        .filter(([, unread]) => unread.has(check))
        .map(([version]) => ({ region: this.region, functionName: name, version })),
    );
  }
}

/** The applied rules of the plan to be made. */
export interface PlanRules {
  readonly settings: PruneSettings;
  readonly filters: PruneFilters;
  readonly startedAt: Instant;
}

/** Candidates, by version, with the checks that they still need. */
export type Pending = ReadonlyMap<string, ReadonlySet<Check>>;

/** The versions of one function that nothing keeps so far, by the rules of a plan. A failed check keeps as well. */
export function pendingOf(fn: TidyFunction, evidence: EvidenceIndex, rules: PlanRules): Pending {
  const { settings, filters, startedAt } = rules;
  const besides = filterReasons(fn.region, fn.name, filters, startedAt);
  const reasonsOf = functionReasons(fn, evidence, settings.retention, startedAt, besides);
  const pending = new Map<string, ReadonlySet<Check>>();
  for (const version of fn.versions) {
    const unread = new Set<Check>();
    const isKept = reasonsOf(version).some((reason) => {
      if (reason.code !== 'not-checked' || reason.why !== 'not-read') return true;
      unread.add(reason.check);
      return false;
    });
    if (!isKept) pending.set(version.version, unread);
  }
  return pending;
}

/** The index of the Region as a whole, which is made once, and that of one function as one. */
function together(wide: EvidenceIndex, own: EvidenceIndex): EvidenceIndex {
  return {
    usesOf: (ref) => [...wide.usesOf(ref), ...own.usesOf(ref)],
    clearancesOf: (ref) => {
      const ofWide = wide.clearancesOf(ref);
      const ofOwn = own.clearancesOf(ref);
      return (check) => decisiveClearance(ofWide(check), ofOwn(check));
    },
  };
}
