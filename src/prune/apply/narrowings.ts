import type { Narrowing } from '../model/evidence.ts';
import type { Hash, PrunePlan } from '../model/prune-plan.ts';
import { mergeNarrowings, NO_NARROWING } from '../plan/narrow.ts';
import { narrowingJson, parseNarrowing } from '../documents/narrowing-json.ts';
import type { PruneStore } from '../ports.ts';
import { narrowingName } from './documents.ts';

/** Two renewals of a plan rarely write at the same time, so storing fails after this many conflicts. */
const MOST_TRIES = 5;

export type LoadedNarrowing =
  /** `sequence` is the number of the newest narrowing; 0 if the plan has none. */
  | { readonly kind: 'loaded'; readonly narrowing: Narrowing; readonly sequence: number }
  | { readonly kind: 'unreadable'; readonly fault: string };

/** Reads the newest narrowing of a plan: all versions that are kept because of evidence read after planning. */
export async function loadNarrowing(
  store: PruneStore,
  planId: string,
  plan: Pick<PrunePlan, 'digest'>,
  hash: Hash,
): Promise<LoadedNarrowing> {
  const { sequence, text } = await newestDocument((number) =>
    store.read(narrowingName(planId, number)),
  );
  if (text === undefined) return { kind: 'loaded', narrowing: NO_NARROWING, sequence };
  const found = parseNarrowing(text, plan.digest, hash);
  if (found.ok) return { kind: 'loaded', narrowing: found.value, sequence };
  return { kind: 'unreadable', fault: `${narrowingName(planId, sequence)}: ${found.fault}` };
}

/** Stores the newest narrowing with `learned` added. @throws Error if the newest is unreadable, or after 5 conflicts */
export async function storeNarrowing(
  store: PruneStore,
  planId: string,
  plan: Pick<PrunePlan, 'digest'>,
  learned: Narrowing,
  hash: Hash,
): Promise<Narrowing> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const before = await loadNarrowing(store, planId, plan, hash);
    if (before.kind === 'unreadable')
      throw new Error(`a narrowing is not readable: ${before.fault}`);
    const narrowing = mergeNarrowings(before.narrowing, learned);
    const name = narrowingName(planId, before.sequence + 1);
    const text = narrowingJson(plan.digest, narrowing, hash);
    if ((await store.create(name, text)) === 'created') return narrowing;
  }
  throw new Error(`other renewals of ${planId} always come first`);
}

/** Finds the last of the documents that are numbered from 1 without gaps; `sequence` is 0 if there is none. */
async function newestDocument(read: (sequence: number) => Promise<string | undefined>) {
  let last: { readonly sequence: number; readonly text?: string } = { sequence: 0 };
  let missing = 1;
  for (let text = await read(missing); text !== undefined; text = await read(missing)) {
    last = { sequence: missing, text };
    missing *= 2;
  }
  while (missing - last.sequence > 1) {
    const middle = last.sequence + ((missing - last.sequence) >>> 1);
    const text = await read(middle);
    if (text === undefined) missing = middle;
    else last = { sequence: middle, text };
  }
  return last;
}
