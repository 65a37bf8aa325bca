import { defined } from '../defined.ts';
import type { TopicMemory } from '../../model/subscriptions.ts';
import type { Instant } from '../../model/time.ts';
import { instant } from '../../model/time.ts';
import type { Memory, PendingDigest, WatchState } from '../../model/watch-state.ts';

/**
 * `state` without times from the future: what it remembers happened before it was saved, and it was saved
 * before `now`. A time of sending from the future would put off reminders until then.
 */
export function boundedByNow(state: WatchState, now: Instant): WatchState {
  const savedAt = earlier(state.savedAt, now);
  return {
    ...state,
    savedAt,
    pending: state.pending.map(({ digest, memories }): PendingDigest => ({
      digest,
      memories: memories.map(([key, memory]) => [key, boundedMemory(memory, savedAt)]),
    })),
    memories: mapped(state.memories, (memory) => boundedMemory(memory, savedAt)),
    topics: mapped(state.topics, (topic) => boundedTopic(topic, savedAt)),
  };
}

function boundedMemory(memory: Memory, latest: Instant): Memory {
  if (memory.kind === 'once') return { ...memory, at: earlier(memory.at, latest) };
  return bounded(memory, latest);
}

interface Times {
  readonly open?: {
    readonly since: Instant;
    readonly toldAt: Instant;
    readonly noForecastSince?: Instant;
  };
  readonly lastToldAt?: Instant;
}

function bounded<Timed extends Times>(memory: Timed, latest: Instant): Timed {
  const { open, lastToldAt } = memory;
  return {
    ...memory,
    ...(lastToldAt !== undefined && { lastToldAt: earlier(lastToldAt, latest) }),
    ...(open !== undefined && {
      open: {
        ...open,
        since: earlier(open.since, latest),
        toldAt: earlier(open.toldAt, latest),
        ...(open.noForecastSince !== undefined && {
          noForecastSince: earlier(open.noForecastSince, latest),
        }),
      },
    }),
  };
}

function boundedTopic({ firstSeenAt, reported }: TopicMemory, latest: Instant): TopicMemory {
  return {
    firstSeenAt: earlier(firstSeenAt, latest),
    ...defined({ reported: reported && { ...reported, at: earlier(reported.at, latest) } }),
  };
}

function earlier(a: Instant, b: Instant): Instant {
  return instant(Math.min(a, b));
}

function mapped<Value>(
  table: Readonly<Record<string, Value>>,
  change: (value: Value) => Value,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(table).map(([key, value]) => [key, change(value)]));
}
