import { recheck } from '../decide/guard-prune-recheck.ts';
import { foldJournal, remaining } from '../decide/prune-journal.ts';
import type { Region } from '../model/aws-ids.ts';
import type { Evidence } from '../model/prune-evidence.ts';
import type { FreshFunction, RecheckedVersion } from '../model/prune-guard.ts';
import type { JournalEntry } from '../model/prune-journal.ts';
import type { Digest, PlannedFunction, PrunePlan, PruneSettings } from '../model/prune-plan.ts';
import type { DeletableRef } from '../model/prune-version.ts';
import { versionKey } from '../model/prune-version.ts';
import type { Instant } from '../model/time.ts';
import type { Clock, PruneAccess, PruneStore, TakeLease } from '../ports.ts';
import { Deleter } from './prune-delete.ts';
import type { DeletedChunk } from './prune-delete.ts';
import type { RegionJournal } from './prune-journal.ts';
import { loadMeasured, storeMeasured } from './prune-measured.ts';
import { onlyIn } from './prune-progress.ts';
import type { PruneStop, RegionState } from './prune-progress.ts';
import type { Chunk } from './prune-queue.ts';
import { DeletionQueue } from './prune-queue.ts';
import { TargetWatch } from './prune-target.ts';

export interface RegionWork {
  readonly planId: string;
  readonly plan: PrunePlan;
  readonly region: Region;
  /** As they are now: what has come to be kept since is kept. */
  readonly settings: PruneSettings;
  readonly untilPercent: number | undefined;
  /** No deletion begins after it. */
  readonly deleteUntil: Instant;
  readonly leaseUntil: Instant;
}

export interface RegionPorts {
  readonly clock: Clock;
  readonly store: PruneStore;
  readonly takeLease: TakeLease;
  readonly access: PruneAccess;
  readonly digest: Digest;
}

/**
 * One slice in one Region: what the plan still deletes there, checked again function by function,
 * journalled before and after. Rejects when the store fails, in which case the lease is left to expire.
 */
export async function pruneRegion(
  work: RegionWork,
  journal: RegionJournal,
  ports: RegionPorts,
): Promise<RegionState> {
  const lease = await ports.takeLease(work.plan.account.id, work.region, work.leaseUntil);
  if (lease.kind === 'busy') return { kind: 'busy', until: lease.until };
  // What another run wrote before it gave the lease back.
  await journal.catchUp();
  const state = await new RegionRun(work, journal, ports).run();
  await lease.release();
  return state;
}

/** What was read of a function right before its versions go. */
interface Ready {
  readonly chunk: Chunk;
  readonly planned: PlannedFunction;
  readonly fresh: FreshFunction;
}

class RegionRun {
  readonly #work: RegionWork;
  readonly #plan: PrunePlan;
  readonly #journal: RegionJournal;
  readonly #ports: RegionPorts;
  readonly #queue: DeletionQueue;
  readonly #target: TargetWatch;
  readonly #tries: Map<string, number>;
  readonly #deleter: Deleter;
  /** The function that is being read or was read last: once for all of its chunks. */
  #reading: { readonly name: string; readonly fresh: Promise<FreshFunction> } | undefined;

  constructor(work: RegionWork, journal: RegionJournal, ports: RegionPorts) {
    this.#work = work;
    this.#plan = onlyIn(work.plan, work.region);
    this.#journal = journal;
    this.#ports = ports;
    this.#queue = new DeletionQueue(remaining(this.#plan, this.#state()));
    this.#tries = journal.intents();
    this.#target = new TargetWatch(work.untilPercent, () => ports.access.codeStorage(work.region));
    this.#deleter = new Deleter(
      ports.clock,
      ports.access.deleteVersion,
      work.deleteUntil,
      this.#tries,
    );
  }

  async run(): Promise<RegionState> {
    await this.#measureBefore();
    const early = this.#endOf(await this.#target.judge());
    if (early !== undefined) return this.#ended(early);
    let next = this.#prepareNext();
    while (next !== undefined) {
      const ready = await next;
      if (this.#isTimeUp() || ranOutOfTime(ready.fresh)) return { kind: 'goes-on' };
      const refs = await this.#intend(ready);
      this.#target.expect(refs.length);
      // Read beside the deletions: it costs no time, and is only some seconds old when it is used.
      next = this.#prepareNext();
      const chunk = await this.#deleter.deleteAll(refs);
      await this.#record(chunk);
      const end =
        this.#stopOf(chunk) ?? this.#endOf(await this.#target.afterDeleting(deletedIn(chunk)));
      if (end !== undefined || (refs.length > 0 && chunk.deletions.length === 0)) {
        await next;
        return this.#ended(end ?? { kind: 'goes-on' });
      }
    }
    const left = remaining(this.#plan, this.#state());
    return this.#ended(
      left.length === 0 ? { kind: 'finished', because: 'nothing-left' } : { kind: 'goes-on' },
    );
  }

  /** Once for a plan, and never when something of it may be gone already. */
  async #measureBefore(): Promise<void> {
    if (this.#state().begunAt !== undefined) return;
    const { store, access, clock } = this.#ports;
    const { planId, region } = this.#work;
    if ((await loadMeasured(store, planId, region, 'before')) !== undefined) return;
    const storage = await access.codeStorage(region);
    this.#target.learn(storage);
    await storeMeasured(store, planId, region, { occasion: 'before', at: clock.now(), storage });
  }

  async #ended(state: RegionState): Promise<RegionState> {
    if (state.kind !== 'finished') return state;
    const { store, access, clock } = this.#ports;
    const { planId, region } = this.#work;
    const storage = await access.codeStorage(region);
    const at = clock.now();
    await storeMeasured(store, planId, region, { occasion: state.because, at, storage });
    return state;
  }

  #prepareNext(): Promise<Ready> | undefined {
    if (this.#isTimeUp()) return undefined;
    const chunk = this.#queue.take(this.#target.mostBeforeJudging());
    return chunk === undefined ? undefined : this.#prepare(chunk);
  }

  async #prepare(chunk: Chunk): Promise<Ready> {
    const { functionName } = chunk;
    const { region } = this.#work;
    const { access } = this.#ports;
    const planned = this.#plan.functions.find(({ name }) => name === functionName);
    if (planned === undefined) throw new Error(`the plan holds no function ${functionName}`);
    if (this.#reading?.name !== functionName) {
      const fresh = access.functionNow(region, functionName);
      this.#reading = { name: functionName, fresh };
    }
    const [fresh, policies] = await Promise.all([
      this.#reading.fresh,
      access.policiesNow(chunk.deletions),
    ]);
    return { chunk, planned, fresh: { ...fresh, evidence: [...fresh.evidence, ...policies] } };
  }

  /** Checks each version once more, and writes down what is left alone and what is about to go. */
  async #intend({ chunk, planned, fresh }: Ready): Promise<readonly DeletableRef[]> {
    const { clock, digest } = this.#ports;
    const at = clock.now();
    const basis = { planned, fresh, settings: this.#work.settings, now: at, digest };
    const verdicts = new Map<string, RecheckedVersion>(
      recheck({ ...basis, journal: this.#state() }).map((one) => [one.version, one]),
    );
    const entries: JournalEntry[] = [];
    const refs: DeletableRef[] = [];
    for (const { region, functionName, version } of chunk.deletions) {
      const ref = { region, functionName, version };
      const verdict = verdicts.get(version);
      if (verdict?.verdict === 'delete') {
        entries.push({ ...ref, at, kind: 'intent' });
        refs.push(ref);
        this.#tries.set(versionKey(ref), (this.#tries.get(versionKey(ref)) ?? 0) + 1);
      } else if (verdict !== undefined) {
        const outcome = { kind: 'skipped', reason: verdict.reason } as const;
        entries.push({ ...ref, at, kind: 'outcome', outcome });
      }
    }
    await this.#journal.append(entries);
    return refs;
  }

  async #record({ deletions }: DeletedChunk): Promise<void> {
    await this.#journal.append(
      deletions.map(({ ref, at, outcome }) => ({ ...ref, at, kind: 'outcome', outcome })),
    );
  }

  #stopOf({ denied }: DeletedChunk): RegionState | undefined {
    if (denied === undefined) return undefined;
    return {
      kind: 'stopped',
      stop: {
        code: 'delete-denied',
        sentence: `${denied.operation} was denied (${denied.errorName}: ${denied.message}). If AWS compares the policy with the function and not with its version, set the parameter DeleteScope of the prune role's stack in this account to "any".`,
      },
    };
  }

  #endOf(judgement: 'go-on' | 'reached' | PruneStop): RegionState | undefined {
    if (judgement === 'go-on') return undefined;
    if (judgement === 'reached') return { kind: 'finished', because: 'target-reached' };
    return { kind: 'stopped', stop: judgement };
  }

  #isTimeUp(): boolean {
    return this.#ports.clock.now() >= this.#work.deleteUntil;
  }

  #state() {
    return foldJournal(this.#plan, this.#journal.segments);
  }
}

function deletedIn({ deletions }: DeletedChunk): number {
  return deletions.filter(({ outcome }) => outcome.kind === 'deleted').length;
}

/** A read that the end of the slice cut off says nothing: the function is read again by the next one. */
function ranOutOfTime({ versions, aliases, evidence }: FreshFunction): boolean {
  const readings = [versions, aliases, ...evidence.map(({ outcome }: Evidence) => outcome)];
  return readings.some((one) => one.kind === 'failed' && one.failure.reason === 'out-of-time');
}
