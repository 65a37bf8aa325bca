import type { Instant } from '../../model/time.ts';
import type { RecheckBasis } from '../plan/guard-recheck.ts';
import { changeFound, recheck, usableUntil } from '../plan/guard-recheck.ts';
import type { Region } from '../../model/aws-ids.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Reading } from '../model/inventory.ts';
import type { FreshFunction, RecheckedLayerVersion, RecheckedVersion } from '../model/recheck.ts';
import type { Deletable, JournalEntry, JournalState } from '../model/journal-segment.ts';
import { refOf } from '../model/journal-segment.ts';
import type { PlannedFunction, PrunePlan } from '../model/prune-plan.ts';
import type { SkipReason } from '../model/reason.ts';
import type { DeletableRef } from '../model/version.ts';
import type { PruneAccess } from '../ports.ts';
import type { Chunk } from './queue.ts';

/** A chunk (up to 50 versions of one function) whose resource policies are being read. */
export interface PendingChunk {
  readonly chunk: Chunk;
  readonly planned: PlannedFunction;
  readonly policies: Promise<readonly Evidence[]>;
}

/** A chunk with the last reads before its deletion. */
export type CheckedChunk =
  | {
      readonly kind: 'read';
      readonly chunk: Chunk;
      readonly planned: PlannedFunction;
      readonly fresh: FreshFunction;
    }
  /** The journal says that the function was changed or deleted after planning; its remaining versions are kept. */
  | { readonly kind: 'changed'; readonly chunk: Chunk; readonly reason: SkipReason };

/** Returns functions that read a chunk again before its deletion. `journal` always includes the latest writes. */
export function preparerOf(
  plan: PrunePlan,
  region: Region,
  access: PruneAccess,
  journal: JournalState,
) {
  return {
    /** Begins to read the chunk's resource policies, which have their own rate limit. */
    begin(chunk: Chunk): PendingChunk {
      const planned = plan.functions.find(
        (one) => one.region === region && one.name === chunk.functionName,
      );
      if (planned === undefined) throw new Error(`the plan has no function ${chunk.functionName}`);
      const isChanged = changeFound(planned, journal) !== undefined;
      const policies = isChanged
        ? Promise.resolve([])
        : access.policiesNow(region, chunk.deletions);
      return { chunk, planned, policies };
    },

    /** Reads the function after the previous chunk was deleted, so that its aliases are as recent as possible. */
    async check({ chunk, planned, policies }: PendingChunk): Promise<CheckedChunk> {
      const read = await policies;
      const reason = changeFound(planned, journal);
      if (reason !== undefined) return { kind: 'changed', chunk, reason };
      const fresh = await access.functionNow(region, chunk.functionName);
      const evidence = [...fresh.evidence, ...read];
      return { kind: 'read', chunk, planned, fresh: { ...fresh, evidence } };
    },
  };
}

/** Returns whether a read was aborted because the invocation ended; the next invocation repeats it. */
export function isCutOff(reading: Reading<unknown> | Evidence['outcome']): boolean {
  return reading.kind === 'failed' && reading.failure.reason === 'out-of-time';
}

/** Returns whether the end of the invocation aborted a read of the chunk. */
export function ranOutOfTime(checked: CheckedChunk): boolean {
  if (checked.kind === 'changed') return false;
  const { versions, aliases, evidence } = checked.fresh;
  return [versions, aliases, ...evidence.map(({ outcome }) => outcome)].some(isCutOff);
}

/** The decision about each version of a chunk. */
export interface Intentions<Ref extends Deletable = DeletableRef> {
  /** Versions to delete now. */
  readonly refs: readonly Ref[];
  /** The journal entries: an intent for each of `refs`, and a skip for each version that is kept. */
  readonly entries: readonly JournalEntry[];
}

/** Decides again, from the last reads, which versions of a chunk are deleted. */
export function intentionsOf(
  checked: CheckedChunk,
  journal: JournalState,
  basis: Pick<RecheckBasis, 'settings' | 'accountCap' | 'now' | 'hash'>,
): Intentions {
  const { now } = basis;
  const refs = checked.chunk.deletions.map((one) => refOf(one));
  if (checked.kind === 'changed') {
    const outcome = { kind: 'skipped', reason: checked.reason } as const;
    return {
      refs: [],
      entries: refs.map((ref) => ({ ...ref, at: now, kind: 'outcome', outcome })),
    };
  }
  const { planned, fresh } = checked;
  return intentionsBy(recheck({ planned, fresh, journal, ...basis }), refs, now);
}

/** Returns the versions to delete and the journal entries. A version without a verdict is not deleted and has no entry. */
export function intentionsBy<Ref extends Deletable>(
  rechecked: readonly (RecheckedVersion | RecheckedLayerVersion)[],
  refs: readonly Ref[],
  at: Instant,
): Intentions<Ref> {
  const verdicts = new Map(rechecked.map((one) => [one.version, one]));
  const deletable: Ref[] = [];
  const entries: JournalEntry[] = [];
  for (const ref of refs) {
    const verdict = verdicts.get(ref.version);
    if (verdict?.verdict === 'delete') {
      deletable.push(ref);
      entries.push({ ...ref, at, kind: 'intent' });
    } else if (verdict?.verdict === 'skip') {
      const outcome = { kind: 'skipped', reason: verdict.reason } as const;
      entries.push({ ...ref, at, kind: 'outcome', outcome });
    }
  }
  return { refs: deletable, entries };
}

/** Returns the time from which the chunk's reads are too old for deletions; undefined if the function has changed. */
export function usableUntilOf(checked: CheckedChunk): Instant | undefined {
  return checked.kind === 'read' ? usableUntil(checked.fresh) : undefined;
}
