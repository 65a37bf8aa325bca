import { liveClaim } from './claim.ts';
import { emptyState } from './format.ts';
import { withAllAccepted } from './memories.ts';
import type { StateTrouble } from './trouble.ts';
import { setAsideTrouble, unreadableTrouble } from './trouble.ts';
import type { Reroute } from './waiting-digests.ts';
import { takeOverState } from './waiting-digests.ts';
import type { Claim, Memory, PendingDigest, WatchState } from '../../model/watch-state.ts';
import type { Clock } from '../../model/clock.ts';
import type { ReplacedContent } from '../../model/stored-object.ts';
import type { StateStore } from '../ports.ts';
import { defined } from '../defined.ts';
import type { TopicMemory } from '../../model/subscriptions.ts';
import type { Instant } from '../../model/time.ts';
import { instant } from '../../model/time.ts';

/** The state at the start of a run, and whether the run may use it. */
export type OpenedState = {
  /** The state as it will be once all pending digests are accepted. */
  readonly expected: WatchState;
} & (
  | {
      readonly access: 'free';
      readonly stored: WatchState;
      readonly replaced: ReplacedContent;
      /** A problem of the stored state that must be alerted. */
      readonly trouble?: StateTrouble;
    }
  /** Another run is publishing. */
  | { readonly access: 'claimed'; readonly claim: Claim }
  /** The state cannot be read, so this run remembers nothing. */
  | { readonly access: 'unavailable'; readonly trouble: StateTrouble }
);

/** Reads the state of `deployment` with one request, and with more only if the stored object cannot be used. */
export async function openState(
  deployment: string,
  reroute: Reroute,
  { clock, store }: { readonly clock: Clock; readonly store: StateStore },
): Promise<OpenedState> {
  const loaded = await store.load();
  const now = clock.now();
  const empty = emptyState(deployment, now);
  const prepare = (state: WatchState) => takeOverState(withBoundedTimes(state, now), now, reroute);
  switch (loaded.kind) {
    case 'found':
      return usableState(prepare(loaded.state), { tag: loaded.tag }, clock);
    case 'missing':
      return usableState(empty, 'nothing', clock);
    case 'set-aside': {
      const { problem, restored, tag } = loaded;
      const trouble = setAsideTrouble(problem, restored !== undefined);
      return usableState(prepare(restored ?? empty), { tag }, clock, trouble);
    }
    case 'unreadable':
      return {
        access: 'unavailable',
        expected: empty,
        trouble: unreadableTrouble(loaded.failure, loaded.problem),
      };
  }
}

function usableState(
  stored: WatchState,
  replaced: ReplacedContent,
  clock: Clock,
  trouble?: StateTrouble,
): OpenedState {
  const expected = withAllAccepted(stored);
  const claim = liveClaim(stored, clock.now());
  if (claim !== undefined) return { access: 'claimed', expected, claim };
  return { access: 'free', expected, stored, replaced, ...(trouble !== undefined && { trouble }) };
}

/** Limits `savedAt` to `now`, and all other times to `savedAt`. A sending time in the future would delay reminders. */
export function withBoundedTimes(state: WatchState, now: Instant): WatchState {
  const savedAt = earlierOf(state.savedAt, now);
  return {
    ...state,
    savedAt,
    pending: state.pending.map(({ digest, memories }): PendingDigest => ({
      digest,
      memories: memories.map(([key, memory]) => [key, boundMemoryTimes(memory, savedAt)]),
    })),
    memories: mapValues(state.memories, (memory) => boundMemoryTimes(memory, savedAt)),
    topics: mapValues(state.topics, (topic) => boundTopicTimes(topic, savedAt)),
  };
}

function boundMemoryTimes(memory: Memory, latest: Instant): Memory {
  if (memory.kind === 'once') return { ...memory, at: earlierOf(memory.at, latest) };
  return boundTimes(memory, latest);
}

interface Times {
  readonly open?: {
    readonly since: Instant;
    readonly toldAt: Instant;
    readonly noForecastSince?: Instant;
  };
  readonly lastToldAt?: Instant;
}

function boundTimes<Timed extends Times>(memory: Timed, latest: Instant): Timed {
  const { open, lastToldAt } = memory;
  const bound = (at: Instant | undefined) => (at === undefined ? at : earlierOf(at, latest));
  const since = open?.noForecastSince;
  return {
    ...memory,
    ...defined({
      lastToldAt: bound(lastToldAt),
      open: open && {
        ...open,
        since: earlierOf(open.since, latest),
        toldAt: earlierOf(open.toldAt, latest),
        ...defined({ noForecastSince: bound(since) }),
      },
    }),
  };
}

function boundTopicTimes({ firstSeenAt, reported }: TopicMemory, latest: Instant): TopicMemory {
  return {
    firstSeenAt: earlierOf(firstSeenAt, latest),
    ...defined({ reported: reported && { ...reported, at: earlierOf(reported.at, latest) } }),
  };
}

function earlierOf(a: Instant, b: Instant): Instant {
  return instant(Math.min(a, b));
}

function mapValues<Value>(
  table: Readonly<Record<string, Value>>,
  change: (value: Value) => Value,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(table).map(([key, value]) => [key, change(value)]));
}
