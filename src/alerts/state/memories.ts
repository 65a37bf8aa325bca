import type { SubjectKey } from '../../model/notice.ts';
import type { MemoryChange } from '../notices/decision.ts';
import type { Memory, PendingDigest, WatchState } from '../../model/watch-state.ts';

type Remembered = readonly (readonly [SubjectKey, Memory])[];

/**
 * The state as it will be once all that waits has been accepted. Decisions are made on it, so that a
 * run adds to what waits and does not say it a second time.
 */
export function expectingAll(state: WatchState): WatchState {
  return state.pending.reduce((expected, { memories }) => remember(expected, memories), state);
}

/**
 * `memories` become what is remembered. One with a lower sequence than what is remembered already is
 * older news, accepted late, and changes nothing.
 */
export function remember(state: WatchState, memories: Remembered): WatchState {
  const newer = memories.filter(([key, { sequence }]) => {
    const known = lookUp(state.memories, key);
    return known === undefined || sequence >= known.sequence;
  });
  return newer.length === 0
    ? state
    : { ...state, memories: { ...state.memories, ...Object.fromEntries(newer) } };
}

/**
 * Memory that changes without anybody being told. Where news of the subject waits, the change was
 * decided on what that news will have told, so it waits with it: `memories` hold what was accepted.
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

/** News of the subject that still waits brings its memory back, and the next run forgets it again. */
function forget(state: WatchState, key: SubjectKey): WatchState {
  const { [key]: _forgotten, ...memories } = state.memories;
  return { ...state, memories };
}

/** `digest` was accepted: it no longer waits, and what it told is remembered. */
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

function lookUp(memories: WatchState['memories'], key: string): Memory | undefined {
  return Object.hasOwn(memories, key) ? memories[key] : undefined;
}
