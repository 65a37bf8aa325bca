import { recheck } from '../decide/guard-prune-recheck.ts';
import type { Region } from '../model/aws-ids.ts';
import type { FreshFunction, RecheckedVersion } from '../model/prune-guard.ts';
import type { JournalEntry, JournalState } from '../model/prune-journal.ts';
import type { Digest, PlannedFunction, PrunePlan, PruneSettings } from '../model/prune-plan.ts';
import type { DeletableRef } from '../model/prune-version.ts';
import type { Instant } from '../model/time.ts';
import type { PruneAccess } from '../ports.ts';
import type { Chunk } from './prune-queue.ts';

/** A chunk with all that was read of its function, right before its versions go. */
export interface Ready {
  readonly chunk: Chunk;
  readonly planned: PlannedFunction;
  readonly fresh: FreshFunction;
}

/** Reads again what decides over each chunk: of its function once in a slice, of each version its policy. */
export class Preparer {
  readonly #plan: PrunePlan;
  readonly #region: Region;
  readonly #access: PruneAccess;
  /** The function that is being read, or was read last. */
  #reading: { readonly name: string; readonly fresh: Promise<FreshFunction> } | undefined;

  constructor(plan: PrunePlan, region: Region, access: PruneAccess) {
    this.#plan = plan;
    this.#region = region;
    this.#access = access;
  }

  async prepare(chunk: Chunk): Promise<Ready> {
    const { functionName } = chunk;
    const planned = this.#plan.functions.find(
      ({ region, name }) => region === this.#region && name === functionName,
    );
    if (planned === undefined) throw new Error(`the plan holds no function ${functionName}`);
    if (this.#reading?.name !== functionName) {
      const fresh = this.#access.functionNow(this.#region, functionName);
      this.#reading = { name: functionName, fresh };
    }
    const [fresh, policies] = await Promise.all([
      this.#reading.fresh,
      this.#access.policiesNow(chunk.deletions),
    ]);
    return { chunk, planned, fresh: { ...fresh, evidence: [...fresh.evidence, ...policies] } };
  }
}

/** A read that the end of the slice cut off says nothing: the next slice reads the function again. */
export function ranOutOfTime({ fresh }: Ready): boolean {
  const { versions, aliases, evidence } = fresh;
  const readings = [versions, aliases, ...evidence.map(({ outcome }) => outcome)];
  return readings.some((one) => one.kind === 'failed' && one.failure.reason === 'out-of-time');
}

export interface Intentions {
  /** What is about to go. */
  readonly refs: readonly DeletableRef[];
  /** For the journal: an intent for each of those, and why each of the others is left alone. */
  readonly entries: readonly JournalEntry[];
}

/** Checks each version of a chunk once more. */
export function intentionsOf(
  { chunk, planned, fresh }: Ready,
  journal: JournalState,
  settings: PruneSettings,
  now: Instant,
  digest: Digest,
): Intentions {
  const rechecked = recheck({ planned, fresh, journal, settings, now, digest });
  const verdicts = new Map<string, RecheckedVersion>(rechecked.map((one) => [one.version, one]));
  const refs: DeletableRef[] = [];
  const entries: JournalEntry[] = [];
  for (const { region, functionName, version } of chunk.deletions) {
    const ref = { region, functionName, version };
    const verdict = verdicts.get(version);
    if (verdict?.verdict === 'delete') {
      refs.push(ref);
      entries.push({ ...ref, at: now, kind: 'intent' });
    } else if (verdict?.verdict === 'skip') {
      const outcome = { kind: 'skipped', reason: verdict.reason } as const;
      entries.push({ ...ref, at: now, kind: 'outcome', outcome });
    }
  }
  return { refs, entries };
}
