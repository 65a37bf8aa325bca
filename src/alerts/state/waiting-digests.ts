import type { Digest, SubscriptionNotice } from '../../model/notice.ts';
import { noticeId, subjectKey } from '../../model/notice.ts';
import type { TopicProblem, TopicReading } from '../../model/subscriptions.ts';
import { TOPIC_PROBLEMS } from '../../model/subscriptions.ts';
import type { Instant } from '../../model/time.ts';
import type { PendingDigest, WatchState } from '../../model/watch-state.ts';
import type { SubscriptionVerdict } from '../notices/subscriptions.ts';
import { judgeSubscriptions } from '../notices/subscriptions.ts';

const MOST_PROBLEMS = 20;

/** Returns pending digests with current topics, without those for a chat topic or event bus that was removed. */
export type Reroute = (waiting: readonly PendingDigest[]) => readonly PendingDigest[];

/**
 * Returns `state` for the start of a run. Pending digests get current topics and count as sent now, so that no
 * reminder follows at once. Reports on subscriptions are dropped, since the run makes new ones.
 */
export function takeOverState(state: WatchState, at: Instant, reroute: Reroute): WatchState {
  const unsent = state.pending.flatMap(({ digest }) => digest.notices).filter(isReport);
  const pending = reroute(withoutReports(state.pending)).map(({ digest, memories }) => ({
    digest,
    memories: memories.map(
      ([key, memory]) => [key, memory.kind === 'once' ? memory : asSentAt(memory, at)] as const,
    ),
  }));
  return { ...state, pending, topics: withUnsent(state.topics, unsent) };
}

export function withoutReports(pending: readonly PendingDigest[]): readonly PendingDigest[] {
  return pending.filter(({ digest }) => !digest.notices.some(isReport));
}

/** Adds the topic memories and, if one is due, the report on subscriptions to `state`. */
export function withVerdict(
  state: WatchState,
  readings: readonly TopicReading[],
  group: string,
  now: Instant,
): { readonly state: WatchState; readonly verdict: SubscriptionVerdict } {
  const verdict = judgeSubscriptions(readings, waitingByTopic(state.pending), state.topics, now);
  const pending = [...state.pending, ...reportOf(verdict, group, now)];
  return { state: { ...state, pending, topics: verdict.topics }, verdict };
}

export function waitingByTopic(pending: readonly PendingDigest[]): ReadonlyMap<string, number> {
  const waiting = new Map<string, number>();
  for (const { digest } of pending) {
    const { topicArn, notices } = digest;
    waiting.set(topicArn, (waiting.get(topicArn) ?? 0) + notices.length);
  }
  return waiting;
}

/** Returns the report on subscription problems as a digest; none without news or without a topic to receive it. */
export function reportOf(
  { news, reportTo }: SubscriptionVerdict,
  group: string,
  now: Instant,
): readonly PendingDigest[] {
  if (news.length === 0 || reportTo === undefined) return [];
  const notice: SubscriptionNotice = {
    kind: 'subscriptions',
    // The time makes the id new in each report: receivers may drop an id that they have received.
    id: noticeId(subjectKey('subscriptions'), now),
    at: now,
    problems: news.toSorted(byWorst).slice(0, MOST_PROBLEMS),
    count: news.length,
  };
  return [{ digest: { group, topicArn: reportTo, notices: [notice] }, memories: [] }];
}

function byWorst(a: TopicProblem, b: TopicProblem): number {
  return (
    Number(b.waiting > 0) - Number(a.waiting > 0) ||
    TOPIC_PROBLEMS.indexOf(a.problem) - TOPIC_PROBLEMS.indexOf(b.problem)
  );
}

function isReport(notice: Digest['notices'][number]): notice is SubscriptionNotice {
  return notice.kind === 'subscriptions';
}

/** Marks the reported problems as unsent if a report was not accepted, so that they are reported again. */
function withUnsent(
  topics: WatchState['topics'],
  reports: readonly SubscriptionNotice[],
): WatchState['topics'] {
  if (reports.length === 0) return topics;
  return Object.fromEntries(
    Object.entries(topics).map(([topicArn, memory]) => [
      topicArn,
      memory.reported === undefined
        ? memory
        : { ...memory, reported: { ...memory.reported, sent: false } },
    ]),
  );
}

function asSentAt<Timed extends { readonly open?: { readonly toldAt: Instant } }>(
  memory: Timed,
  at: Instant,
): Timed {
  const { open } = memory;
  if (open === undefined || open.toldAt >= at) return memory;
  return { ...memory, open: { ...open, toldAt: at } };
}
