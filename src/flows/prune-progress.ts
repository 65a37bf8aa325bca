import { countsOf, foldJournal } from '../decide/prune-journal.ts';
import { deletionsOf } from '../decide/plan-prune-order.ts';
import type { Region } from '../model/aws-ids.ts';
import type { AccountRef } from '../model/configuration.ts';
import type { JournalSegment, JournalState, PruneCounts } from '../model/prune-journal.ts';
import { deletableKey } from '../model/prune-journal.ts';
import type { PrunePlan } from '../model/prune-plan.ts';
import { versionKey } from '../model/prune-version.ts';
import type { Instant } from '../model/time.ts';
import type { Bytes, Count } from '../model/units.ts';
import { addBytes, bytes, count } from '../model/units.ts';
import { failureText } from '../render/failure-text.ts';
import { skipText } from '../render/plan-reason-text.ts';
import type { Measured } from './prune-measured.ts';

/** Why nothing more is deleted in a Region although something remains. */
export interface PruneStop {
  readonly code: 'delete-denied' | 'target-not-judged';
  /** For a person, with what to do. */
  readonly sentence: string;
}

/** How far a Region is. `target-reached` and `nothing-left` are both the end. */
export type RegionState =
  | { readonly kind: 'finished'; readonly because: 'nothing-left' | 'target-reached' }
  | { readonly kind: 'goes-on' }
  | { readonly kind: 'not-begun' }
  /** Another run prunes it, until then at the latest. */
  | { readonly kind: 'busy'; readonly until: Instant }
  | { readonly kind: 'stopped'; readonly stop: PruneStop };

export interface RegionProgress {
  readonly region: Region;
  readonly state: RegionState;
  readonly counts: PruneCounts;
  /** Of the packages deleted: never what the code storage went down by. */
  readonly packageBytesDeleted: Bytes;
  /** Code storage as the account says it; absent where it was not measured (yet). */
  readonly before?: Measured;
  readonly after?: Measured;
}

/** Versions left alone or failed for one reason, in words. */
export interface Grouped {
  readonly why: string;
  readonly versions: Count;
}

/** What became of a plan so far. */
export interface PruneProgress {
  readonly planId: string;
  readonly account: AccountRef;
  readonly state: 'finished' | 'goes-on' | 'not-begun' | 'busy' | 'stopped';
  readonly counts: PruneCounts;
  readonly packageBytesDeleted: Bytes;
  /** Those in which the plan deletes anything. */
  readonly regions: readonly RegionProgress[];
  /** The most frequent first. */
  readonly skipped: readonly Grouped[];
  readonly failed: readonly Grouped[];
}

export interface RegionEnd {
  readonly region: Region;
  readonly segments: readonly JournalSegment[];
  readonly state: RegionState;
  readonly before?: Measured;
  readonly after?: Measured;
}

/** The Regions in which a plan deletes anything, in its own order. */
export function prunedRegions({ functions }: Pick<PrunePlan, 'functions'>): readonly Region[] {
  const deleting = functions.filter(({ versions }) =>
    versions.some(({ verdict }) => verdict === 'delete'),
  );
  return [...new Set(deleting.map(({ region }) => region))];
}

/** Counts and sums out of the plan and its journal alone: what is not in the journal did not happen. */
export function progressOf(
  planId: string,
  plan: PrunePlan,
  ends: readonly RegionEnd[],
): PruneProgress {
  const journal = foldJournal(
    plan,
    ends.flatMap(({ segments }) => segments),
  );
  const regions = ends.map((end): RegionProgress => ({
    ...placeOf(end),
    ...sumsOf(onlyIn(plan, end.region), journal),
  }));
  const outcomes = [...journal.outcomes.values()];
  return {
    planId,
    account: plan.account,
    state: stateOf(regions),
    ...sumsOf(plan, journal),
    regions,
    skipped: grouped(
      outcomes.flatMap((one) => (one.kind === 'skipped' ? [skipText(one.reason)] : [])),
    ),
    failed: grouped(
      outcomes.flatMap((one) => (one.kind === 'failed' ? [failureText(one.failure)] : [])),
    ),
  };
}

function placeOf({ region, state, before, after }: RegionEnd) {
  return {
    region,
    state,
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
  };
}

/** Versions that a journal says were deleted, each once. */
export function deletedSoFar(ends: readonly RegionEnd[]): number {
  const entries = ends.flatMap(({ segments }) => segments.flatMap((segment) => segment.entries));
  const deleted = entries.filter(
    (entry) => entry.kind === 'outcome' && entry.outcome.kind === 'deleted',
  );
  return new Set(deleted.map(deletableKey)).size;
}

/** What concerns one Region of a plan. */
export function onlyIn(plan: PrunePlan, region: Region): PrunePlan {
  return { ...plan, functions: plan.functions.filter((fn) => fn.region === region) };
}

function sumsOf(
  plan: PrunePlan,
  journal: JournalState,
): Pick<PruneProgress, 'counts' | 'packageBytesDeleted'> {
  const deleted = deletionsOf(plan).filter(
    (one) => journal.outcomes.get(versionKey(one))?.kind === 'deleted',
  );
  return {
    counts: countsOf(plan, journal),
    packageBytesDeleted: deleted.map(({ packageBytes }) => packageBytes).reduce(addBytes, bytes(0)),
  };
}

/** The worst of the Regions, in the order of what a caller must do about it. */
function stateOf(regions: readonly RegionProgress[]): PruneProgress['state'] {
  const kinds = new Set(regions.map(({ state }) => state.kind));
  if (kinds.has('stopped')) return 'stopped';
  if (kinds.has('goes-on')) return 'goes-on';
  if (kinds.has('busy')) return 'busy';
  if (kinds.has('not-begun')) return kinds.has('finished') ? 'goes-on' : 'not-begun';
  return 'finished';
}

function grouped(reasons: readonly string[]): readonly Grouped[] {
  const times = new Map<string, number>();
  for (const why of reasons) times.set(why, (times.get(why) ?? 0) + 1);
  return [...times]
    .toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([why, versions]) => ({ why, versions: count(versions) }));
}
