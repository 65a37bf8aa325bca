import type { Instant } from '../../model/time.ts';
import type { RecheckBasis } from '../plan/guard-recheck.ts';
import { changeFound, recheck, usableUntil } from '../plan/guard-recheck.ts';
import type { Region } from '../../model/aws-ids.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Reading } from '../model/inventory.ts';
import type { FreshFunction, RecheckedLayerVersion, RecheckedVersion } from '../model/recheck.ts';
import type { Deletable, JournalEntry, JournalState } from '../model/journal-segment.ts';
import type { PlannedFunction, PrunePlan } from '../model/prune-plan.ts';
import type { SkipReason } from '../model/reason.ts';
import type { DeletableRef } from '../model/version.ts';
import type { PruneAccess } from '../ports.ts';
import type { Chunk } from './queue.ts';

/** A chunk whose policies are being read. */
export interface PendingChunk {
  readonly chunk: Chunk;
  readonly planned: PlannedFunction;
  readonly policies: Promise<readonly Evidence[]>;
}

/** A chunk with the last reads of its function before deletion. */
export type CheckedChunk =
  | {
      readonly kind: 'read';
      readonly chunk: Chunk;
      readonly planned: PlannedFunction;
      readonly fresh: FreshFunction;
    }
  /** The function has changed since the plan: nothing more of it is deleted. */
  | { readonly kind: 'changed'; readonly chunk: Chunk; readonly reason: SkipReason };

/** Reads each chunk again before its deletion: first the policies, then the function. */
export class Preparer {
  readonly #plan: PrunePlan;
  readonly #region: Region;
  readonly #access: PruneAccess;
  readonly #journal: JournalState;

  /** `journal` is updated while the slice writes it. */
  constructor(plan: PrunePlan, region: Region, access: PruneAccess, journal: JournalState) {
    this.#plan = plan;
    this.#region = region;
    this.#access = access;
    this.#journal = journal;
  }

  /** Begins to read the policies, which have their own rate limit. */
  begin(chunk: Chunk): PendingChunk {
    const planned = this.#plan.functions.find(
      ({ region, name }) => region === this.#region && name === chunk.functionName,
    );
    if (planned === undefined) throw new Error(`the plan has no function ${chunk.functionName}`);
    const isChanged = changeFound(planned, this.#journal) !== undefined;
    const policies = isChanged
      ? Promise.resolve([])
      : this.#access.policiesNow(this.#region, chunk.deletions);
    return { chunk, planned, policies };
  }

  /** Reads the function last, after the chunk before was deleted, to see a moved alias as late as possible. */
  async check({ chunk, planned, policies }: PendingChunk): Promise<CheckedChunk> {
    const read = await policies;
    const reason = changeFound(planned, this.#journal);
    if (reason !== undefined) return { kind: 'changed', chunk, reason };
    const fresh = await this.#access.functionNow(this.#region, chunk.functionName);
    return {
      kind: 'read',
      chunk,
      planned,
      fresh: { ...fresh, evidence: [...fresh.evidence, ...read] },
    };
  }
}

/** The end of the slice aborted the read: the next slice repeats it. */
export function isCutOff(reading: Reading<unknown> | Evidence['outcome']): boolean {
  return reading.kind === 'failed' && reading.failure.reason === 'out-of-time';
}

export function ranOutOfTime(checked: CheckedChunk): boolean {
  if (checked.kind === 'changed') return false;
  const { versions, aliases, evidence } = checked.fresh;
  return [versions, aliases, ...evidence.map(({ outcome }) => outcome)].some(isCutOff);
}

export interface Intentions<Ref extends Deletable = DeletableRef> {
  /** Versions to delete. */
  readonly refs: readonly Ref[];
  /** An intent for each of `refs`, and a skip for each other version. */
  readonly entries: readonly JournalEntry[];
}

/** Decides each version of a chunk again. */
export function intentionsOf(
  checked: CheckedChunk,
  journal: JournalState,
  basis: Pick<RecheckBasis, 'settings' | 'accountCap' | 'now' | 'digest'>,
): Intentions {
  const { now } = basis;
  const refs = checked.chunk.deletions.map(({ region, functionName, version }): DeletableRef => ({
    region,
    functionName,
    version,
  }));
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

/** Turns verdicts into journal entries; a version without a verdict is neither deleted nor skipped. */
export function intentionsBy<Ref extends Deletable>(
  rechecked: readonly (RecheckedVersion | RecheckedLayerVersion)[],
  refs: readonly Ref[],
  at: Instant,
): Intentions<Ref> {
  const verdicts = new Map(rechecked.map((one) => [one.version, one]));
  const going: Ref[] = [];
  const entries: JournalEntry[] = [];
  for (const ref of refs) {
    const verdict = verdicts.get(ref.version);
    if (verdict?.verdict === 'delete') {
      going.push(ref);
      entries.push({ ...ref, at, kind: 'intent' });
    } else if (verdict?.verdict === 'skip') {
      const outcome = { kind: 'skipped', reason: verdict.reason } as const;
      entries.push({ ...ref, at, kind: 'outcome', outcome });
    }
  }
  return { refs: going, entries };
}

/** When the reads of the chunk get too old; undefined where there are none. */
export function usableUntilOf(checked: CheckedChunk): Instant | undefined {
  return checked.kind === 'read' ? usableUntil(checked.fresh) : undefined;
}
