import type { SubjectKey } from '../../model/notice.ts';
import type { MemoryChange } from '../notices/decision.ts';
import type { Memory, PendingDigest, WatchState } from '../../model/watch-state.ts';

type KeyedMemories = readonly (readonly [SubjectKey, Memory])[];

/**
 * The state as it will be once all waiting messages have been accepted. Runs decide on it, so that no waiting
 * message is sent twice.
 */
export function expectingAll(state: WatchState): WatchState {
  return state.pending.reduce((expected, { memories }) => remember(expected, memories), state);
}

/** `state` with `memories`; one with a lower sequence than the remembered one was accepted late and is dropped. */
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
 * `state` with the changes that need no message. While a message about a subject waits, its change waits with
 * it: `memories` contains only what was accepted.
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

/** A waiting message restores the memory; the next run forgets it again. */
function forget(state: WatchState, key: SubjectKey): WatchState {
  const { [key]: _forgotten, ...memories } = state.memories;
  return { ...state, memories };
}

/** `state` after `digest` was accepted. */
export function accepted(state: WatchState, digest: PendingDigest): WatchState {
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
