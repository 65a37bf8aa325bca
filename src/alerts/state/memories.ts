import type { SubjectKey } from '../../model/notice.ts';
import type { MemoryChange } from '../notices/decision.ts';
import type { Memory, PendingDigest, WatchState } from '../../model/watch-state.ts';

type KeyedMemories = readonly (readonly [SubjectKey, Memory])[];

/** Returns the state as if all pending digests were sent. A run compares its findings with it, so no alert is sent twice. */
export function withAllAccepted(state: WatchState): WatchState {
  return state.pending.reduce((expected, { memories }) => remember(expected, memories), state);
}

/** Adds memories to the state. One with a lower sequence number than the stored one was accepted late and is ignored. */
export function remember(state: WatchState, memories: KeyedMemories): WatchState {
  const newer = memories.filter(([key, { sequence }]) => {
    const known = Object.hasOwn(state.memories, key) ? state.memories[key] : undefined;
    return known === undefined || sequence >= known.sequence;
  });
  return newer.length === 0
    ? state
    : { ...state, memories: { ...state.memories, ...Object.fromEntries(newer) } };
}

/**
 * Applies memory changes that need no message. While a digest about a subject is pending, the change is applied to
 * the memory in that digest: `state.memories` contains only what was accepted.
 */
export function rememberSilently(state: WatchState, changes: readonly MemoryChange[]): WatchState {
  return changes.reduce((before, { key, memory }) => {
    if (memory === undefined) return forget(before, key);
    const waiting = before.pending.findLastIndex(({ memories }) =>
      memories.some(([subject]) => subject === key),
    );
    if (waiting < 0) return remember(before, [[key, memory]]);
    return {
      ...before,
      pending: before.pending.map((one, index) =>
        index === waiting ? withMemory(one, key, memory) : one,
      ),
    };
  }, state);
}

/** Deletes a memory. If a pending digest restores it, the next run deletes it again. */
function forget(state: WatchState, key: SubjectKey): WatchState {
  const { [key]: _forgotten, ...memories } = state.memories;
  return { ...state, memories };
}

/** Removes an accepted digest from the pending ones and stores its memories. */
export function withDigestAccepted(state: WatchState, digest: PendingDigest): WatchState {
  return remember(
    { ...state, pending: state.pending.filter((waiting) => waiting !== digest) },
    digest.memories,
  );
}

function withMemory(pending: PendingDigest, key: SubjectKey, memory: Memory): PendingDigest {
  return {
    ...pending,
    memories: pending.memories.map(([subject, waiting]) =>
      subject === key ? [subject, memory] : [subject, waiting],
    ),
  };
}
