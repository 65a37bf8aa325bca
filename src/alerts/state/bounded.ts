import type { TopicMemory } from '../../model/subscriptions.ts';
import type { Instant } from '../../model/time.ts';
import { instant } from '../../model/time.ts';
import type { Memory, PendingDigest, WatchState } from '../../model/watch-state.ts';

/**
 * `state` without times that cannot be: what it remembers happened before it was saved, and it was saved
 * before now. A time of telling from the future would put off reminders until then.
 */
export function boundedByNow(state: WatchState, now: Instant): WatchState {
  const savedAt = earlier(state.savedAt, now);
  return {
    ...state,
    savedAt,
    pending: state.pending.map((one) => boundedPending(one, savedAt)),
    memories: mapped(state.memories, (memory) => boundedMemory(memory, savedAt)),
    topics: mapped(state.topics, (topic) => boundedTopic(topic, savedAt)),
  };
}

function boundedPending({ digest, memories }: PendingDigest, latest: Instant): PendingDigest {
  return {
    digest,
    memories: memories.map(([key, memory]) => [key, boundedMemory(memory, latest)] as const),
  };
}

function boundedMemory(memory: Memory, latest: Instant): Memory {
  switch (memory.kind) {
    case 'limit': {
      const { open, ...rest } = memory;
      const { noForecastSince } = open ?? {};
      return {
        ...rest,
        ...boundedLastTold(rest, latest),
        ...(open !== undefined && {
          open: {
            ...open,
            ...boundedTelling(open, latest),
            ...(noForecastSince !== undefined && {
              noForecastSince: earlier(noForecastSince, latest),
            }),
          },
        }),
      };
    }
    case 'sight': {
      const { open, ...rest } = memory;
      return {
        ...rest,
        ...boundedLastTold(rest, latest),
        ...(open !== undefined && { open: { ...open, ...boundedTelling(open, latest) } }),
      };
    }
    case 'discovery':
    case 'prune-role':
      return memory.open === undefined
        ? memory
        : { ...memory, open: boundedTelling(memory.open, latest) };
    case 'once':
      return { ...memory, at: earlier(memory.at, latest) };
  }
}

interface Telling {
  readonly since: Instant;
  readonly toldAt: Instant;
}

function boundedTelling({ since, toldAt }: Telling, latest: Instant): Telling {
  return { since: earlier(since, latest), toldAt: earlier(toldAt, latest) };
}

function boundedLastTold(
  { lastToldAt }: { readonly lastToldAt?: Instant },
  latest: Instant,
): { readonly lastToldAt?: Instant } {
  return lastToldAt === undefined ? {} : { lastToldAt: earlier(lastToldAt, latest) };
}

function boundedTopic({ firstSeenAt, reported }: TopicMemory, latest: Instant): TopicMemory {
  return {
    firstSeenAt: earlier(firstSeenAt, latest),
    ...(reported !== undefined && { reported: { ...reported, at: earlier(reported.at, latest) } }),
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
