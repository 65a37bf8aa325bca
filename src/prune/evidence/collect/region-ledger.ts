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

/** Returns the candidates of a function, with the checks that they still need. */
export type FindPending = (fn: TidyFunction, evidence: EvidenceIndex) => Pending;

/** The evidence of one Region while it is read. A read that was aborted when the time was up is dropped. */
export class RegionLedger {
  readonly region: Region;
  /** Walks by name: unfinished ones, and finished ones whose notes a later invocation still needs. */
  readonly walks: Map<string, Walk>;
  /** The versions, found so far, to which functions send their asynchronous results. */
  readonly destinations: VersionUse[];
  readonly #findPending: FindPending;
  readonly #now: () => Instant;
  readonly #listing: RegionProgress['listing'];
  readonly #functions: Map<string, TidyFunction>;
  readonly #wide: Evidence[] = [];
  readonly #own = new Map<string, Evidence[]>();
  readonly #readAt: Map<EvidenceCheck, Instant>;
  #wideIndex: EvidenceIndex | undefined;
  #isUnfinished = false;

  constructor(progress: RegionProgress, findPending: FindPending, now: () => Instant) {
    this.region = progress.region;
    this.#findPending = findPending;
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
      walks: this.#isUnfinished ? Object.fromEntries(this.walks) : {},
      destinations: this.#isUnfinished ? this.destinations : [],
      evidence: [...this.#wide, ...[...this.#own.values()].flat()],
      readAt: Object.fromEntries(this.#readAt),
      isComplete: !this.#isUnfinished,
    };
  }

  /** Notes the time of a check's first request, from which its age counts. Called before each request. */
  begin(check: EvidenceCheck): void {
    if (!this.#readAt.has(check)) this.#readAt.set(check, this.#now());
  }

  /** Notes that the time was up before everything was read. */
  markUnfinished(): void {
    this.#isUnfinished = true;
  }

  get functions(): readonly TidyFunction[] {
    return [...this.#functions.values()];
  }

  add(...evidence: readonly Evidence[]): void {
    for (const one of evidence) {
      const { scope, outcome } = one;
      if (outcome.kind === 'failed' && outcome.failure.reason === 'out-of-time') {
        this.markUnfinished();
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
    if (aliases.kind === 'failed' && aliases.failure.reason === 'out-of-time')
      this.markUnfinished();
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

  functionNamed(name: string): TidyFunction | undefined {
    return this.#functions.get(name);
  }

  /** Returns the evidence of a check that was read for one function alone. */
  evidenceOf(name: string, check: EvidenceCheck): Evidence | undefined {
    return this.#own.get(name)?.find((one) => one.check === check);
  }

  /** Returns the candidates of a function, with the checks that they still need. */
  pending(name: string): Pending {
    const fn = this.#functions.get(name);
    if (fn === undefined) return new Map();
    this.#wideIndex ??= indexEvidence(this.#wide);
    const own = indexEvidence(this.#own.get(name) ?? []);
    return this.#findPending(fn, combineIndexes(this.#wideIndex, own));
  }

  /** Returns whether a candidate of a function still needs a check. */
  needs(name: string, check: Check): boolean {
    return [...this.pending(name).values()].some((unread) => unread.has(check));
  }

  /** Returns the candidates that still need a check. */
  pendingFor(check: Check): readonly VersionRef[] {
    return this.functions.flatMap(({ name }) =>
      [...this.pending(name)]
        .filter(([, unread]) => unread.has(check))
        .map(([version]) => ({ region: this.region, functionName: name, version })),
    );
  }
}

/** The rules by which the plan will keep versions. */
export interface PlanRules {
  readonly settings: PruneSettings;
  readonly filters: PruneFilters;
  readonly startedAt: Instant;
}

/** The candidates of a function: versions that nothing keeps so far, with the checks that they still need. */
export type Pending = ReadonlyMap<string, ReadonlySet<Check>>;

/** Returns the candidates of a function by the rules of a plan. A failed check keeps a version. */
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

/** Combines the index of the whole Region's evidence, made once for all functions, with the index of one function's. */
function combineIndexes(wide: EvidenceIndex, own: EvidenceIndex): EvidenceIndex {
  return {
    usesOf: (ref) => [...wide.usesOf(ref), ...own.usesOf(ref)],
    clearancesOf: (ref) => {
      const ofWide = wide.clearancesOf(ref);
      const ofOwn = own.clearancesOf(ref);
      return (check) => decisiveClearance(ofWide(check), ofOwn(check));
    },
  };
}
