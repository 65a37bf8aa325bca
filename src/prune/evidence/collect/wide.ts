import type { Check } from '../../model/evidence.ts';
import type { Reading } from '../../model/inventory.ts';
import type { VersionRef } from '../../model/version.ts';
import type { EvidenceReads } from '../caller.ts';
import { CALLERS } from '../callers.ts';
import type { Note } from '../reference-notes.ts';
import { readInvocations, VERSIONS_A_REQUEST } from '../invocations.ts';
import type { PruneReads } from './rates.ts';
import { readEach } from './read.ts';
import type { RegionLedger } from './region-ledger.ts';
import { readStorageMode } from './storage-mode.ts';
import type { Action } from './requests.ts';
import type { WalkPlan, WideCheck } from './walk.ts';
import { newWalk, continueWalk, wideEvidence } from './walk.ts';

export const WIDE_CHECKS: readonly WideCheck[] = CALLERS.filter((one) => one.kind === 'walked');

const STORAGE_READS = 4;

/** Makes the checks of the whole Region or account that candidates still need, in parallel. */
export async function collectWide(
  reads: PruneReads,
  ledger: RegionLedger,
  hasTime: () => boolean,
): Promise<void> {
  const needed = checksNeeded(ledger);
  await Promise.all(
    WIDE_CHECKS.filter(({ check }) => needed.has(check)).map((wide) =>
      collectOne(wide, reads, ledger, hasTime),
    ),
  );
}

/** Makes the checks of the whole Region or account one after another, until no candidate needs one. */
export async function collectWideInTurn(
  reads: PruneReads,
  ledger: RegionLedger,
  hasTime: () => boolean,
): Promise<void> {
  for (const wide of WIDE_CHECKS) {
    if (checksNeeded(ledger).has(wide.check)) await collectOne(wide, reads, ledger, hasTime);
  }
}

function checksNeeded(ledger: RegionLedger): ReadonlySet<Check> {
  const unread = ledger.functions.flatMap(({ name }) => [...ledger.pending(name).values()]);
  return new Set(unread.flatMap((checks) => [...checks]));
}

async function collectOne(
  wide: WideCheck,
  reads: PruneReads,
  ledger: RegionLedger,
  hasTime: () => boolean,
): Promise<void> {
  ledger.begin(wide.check);
  const notes = await resumeWalk(ledger, wide.check, wide, reads, hasTime);
  if (notes === undefined) return;
  const names = ledger.functions.map(({ name }) => name);
  ledger.add(wideEvidence(wide, ledger.region, notes, names));
}

/** Continues a walk and returns its notes; undefined when the time is up: the walk's progress is then in the ledger. */
export async function resumeWalk<Own extends Action>(
  ledger: RegionLedger,
  name: string,
  plan: WalkPlan<Own>,
  reads: EvidenceReads<Own>,
  hasTime: () => boolean,
): Promise<Reading<readonly Note[]> | undefined> {
  const found = await continueWalk(plan, reads, ledger.walks.get(name) ?? newWalk(plan), hasTime);
  if (found.kind === 'done') {
    ledger.walks.delete(name);
    return found.notes;
  }
  ledger.walks.set(name, found.walk);
  ledger.markUnfinished();
  return undefined;
}

/** Reads the invocation metrics of the candidates, 500 versions in a request. */
export async function collectInvocations(
  reads: PruneReads,
  ledger: RegionLedger,
  hasTime: () => boolean,
): Promise<void> {
  const versions = ledger.pendingFor('invocations');
  for (let at = 0; at < versions.length && hasTime(); at += VERSIONS_A_REQUEST) {
    ledger.begin('invocations');
    ledger.add(...(await readInvocations(reads, versions.slice(at, at + VERSIONS_A_REQUEST))));
  }
}

/** Reads how Lambda stores the code of each version that nothing keeps. After a failed read it remains `unknown`. */
export async function collectStorage(
  reads: PruneReads,
  ledger: RegionLedger,
  hasTime: () => boolean,
): Promise<void> {
  const left = ledger.functions.flatMap(({ name, versions }): VersionRef[] => {
    const cleared = ledger.pending(name);
    return versions
      .filter(({ version, storage }) => storage === 'unknown' && cleared.get(version)?.size === 0)
      .map(({ version }) => ({ region: ledger.region, functionName: name, version }));
  });
  await readEach(left, STORAGE_READS, hasTime, async (ref) => {
    const storage = await readStorageMode(reads, ref);
    if (storage.kind === 'read') ledger.addStorage(ref, storage.value);
    else if (storage.failure.reason === 'out-of-time') ledger.markUnfinished();
  });
}
