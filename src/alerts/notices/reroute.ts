import type { AlertSettings } from '../../model/configuration.ts';
import type { Digest, Notice } from '../../model/notice.ts';
import type { TopicReading } from '../../model/subscriptions.ts';
import type { PendingDigest } from '../../model/watch-state.ts';
import type { Group } from './group.ts';
import { groupKey, groupOf, ownGroup } from './group.ts';
import { isOver } from './severity.ts';
import type { Topics } from './watched-topics.ts';
import { CHAT_GROUP_PREFIX, EVENT_GROUP_PREFIX, watchedTopics } from './watched-topics.ts';

/**
 * What waits, in its order, addressed by the configuration of now. A digest keeps its topic while that
 * is configured and exists. Else each notice goes where its route leads now, and is written there as
 * new: the subscribers of that topic have received nothing about it.
 *
 * A copy for chat goes to the chat topic of now; without one it is dropped, since the alerts
 * themselves have a digest of their own.
 */
export function rerouted(
  waiting: readonly PendingDigest[],
  { alerts, health }: Topics,
  topics: readonly TopicReading[],
): readonly PendingDigest[] {
  const configured = new Set<string>(
    watchedTopics({ alerts, health }).map(({ topicArn }) => topicArn),
  );
  const absent = new Set<string>(topics.filter(isAbsent).map(({ topic }) => topic.topicArn));
  const seen = new Set<string>();
  return waiting.flatMap((one) => {
    const { group, topicArn, notices } = one.digest;
    if (group.startsWith(CHAT_GROUP_PREFIX)) return chatCopy(one, alerts.chatTopicArn);
    if (group.startsWith(EVENT_GROUP_PREFIX)) return chatCopy(one, alerts.eventBusArn);
    // The chat topic takes a form of its own.
    const isKept =
      configured.has(topicArn) && topicArn !== alerts.chatTopicArn && !absent.has(topicArn);
    const routed = isKept ? [one] : byRoute(one, alerts, seen);
    for (const notice of notices) seen.add(subjectOf(notice));
    return routed;
  });
}

function chatCopy(one: PendingDigest, topicArn: string | undefined): readonly PendingDigest[] {
  return topicArn === undefined ? [] : [{ ...one, digest: { ...one.digest, topicArn } }];
}

/** @param seen subjects of which an earlier digest has news: what follows is no beginning. */
function byRoute(
  { digest, memories }: PendingDigest,
  alerts: AlertSettings,
  seen: ReadonlySet<string>,
): readonly PendingDigest[] {
  return groupsOf(digest.notices, alerts).map(({ group, notices }) => {
    const subjects = new Set(notices.map(subjectOf));
    return {
      digest: {
        group: group.name,
        topicArn: group.topicArn,
        notices: notices.map((notice) =>
          seen.has(subjectOf(notice)) ? notice : asBeginning(notice),
        ),
      },
      memories: memories.filter(([key]) => subjects.has(key)),
    };
  });
}

interface Routed {
  readonly group: Group;
  readonly notices: Notice[];
}

/** By the group of now, the worst first. What is muted goes along with the first that is not. */
function groupsOf(notices: readonly Notice[], alerts: AlertSettings): readonly Routed[] {
  const groups = new Map<string, Routed>();
  const byTurn = notices.toSorted((a, b) => Number(isMuted(a)) - Number(isMuted(b)));
  for (const notice of byTurn) {
    const own = groupOf(notice, alerts) ?? ownGroup(alerts);
    const [first] = groups.values();
    const found = groups.get(groupKey(own)) ?? (isMuted(notice) ? first : undefined);
    if (found === undefined) groups.set(groupKey(own), { group: own, notices: [notice] });
    else found.notices.push(notice);
  }
  return [...groups.values()];
}

/** An open alert as it is first sent to a receiver; what closes one stays as it is. */
function asBeginning(notice: Notice): Notice {
  if (isOver(notice)) return notice;
  switch (notice.kind) {
    case 'limit':
    case 'prune-role':
      return { ...notice, change: 'raised' };
    case 'sight':
    case 'discovery':
      return notice.change === 'still-blind' ? { ...notice, change: 'blind' } : notice;
    case 'jump':
    case 'closed':
    case 'mute-expired':
    case 'state':
    case 'subscriptions':
      return notice;
  }
}

function isMuted({ mutedBy }: Notice): boolean {
  return mutedBy !== undefined;
}

/** What the notice is about; the key of its memory. */
function subjectOf({ id }: Digest['notices'][number]): string {
  return id.slice(0, id.lastIndexOf('#'));
}

function isAbsent({ reading }: TopicReading): boolean {
  return reading.kind === 'failed' && reading.failure.reason === 'absent';
}
