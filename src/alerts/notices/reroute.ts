import type { AlertSettings } from '../../model/configuration.ts';
import type { Notice } from '../../model/notice.ts';
import { subjectIn } from '../../model/notice.ts';
import type { TopicReading } from '../../model/subscriptions.ts';
import type { PendingDigest } from '../../model/watch-state.ts';
import type { Group } from './group.ts';
import { groupKey, groupOf, watchdogGroup } from './group.ts';
import { endsAlert } from './severity.ts';
import type { Topics } from './watched-topics.ts';
import { CHAT_GROUP_PREFIX, EVENT_GROUP_PREFIX, watchedTopics } from './watched-topics.ts';

/**
 * Returns the pending digests with topics of the current configuration. A digest whose topic is configured and
 * exists keeps its topic. Notices of other digests are sent by the current routes, as new alerts, since the
 * subscribers of their new topic have not received these alerts.
 * Digests for chat or the event bus go to the configured chat topic or bus. If none is configured, they are dropped,
 * since other digests contain the same alerts.
 */
export function rerouteDigests(
  waiting: readonly PendingDigest[],
  { alerts, health }: Topics,
  topics: readonly TopicReading[],
): readonly PendingDigest[] {
  const configured = new Set<string>(
    watchedTopics({ alerts, health }).map(({ topicArn }) => topicArn),
  );
  const absent = topics.flatMap(({ topic, reading }): readonly string[] =>
    reading.kind === 'failed' && reading.failure.reason === 'absent' ? [topic.topicArn] : [],
  );
  const earlierSubjects = new Set<string>();
  return waiting.flatMap((one) => {
    const { group, topicArn, notices } = one.digest;
    if (group.startsWith(CHAT_GROUP_PREFIX)) return withAddress(one, alerts.chatTopicArn);
    if (group.startsWith(EVENT_GROUP_PREFIX)) return withAddress(one, alerts.eventBusArn);
    // The chat topic has another message format, so alerts cannot stay on it.
    const isKept =
      configured.has(topicArn) && topicArn !== alerts.chatTopicArn && !absent.includes(topicArn);
    const routed = isKept ? [one] : byRoute(one, alerts, earlierSubjects);
    for (const notice of notices) earlierSubjects.add(subjectIn(notice.id));
    return routed;
  });
}

function withAddress(one: PendingDigest, topicArn: string | undefined): readonly PendingDigest[] {
  return topicArn === undefined ? [] : [{ ...one, digest: { ...one.digest, topicArn } }];
}

/** Splits a digest by the current routes. Notices become new alerts, unless their subject is in an earlier digest. */
function byRoute(
  { digest, memories }: PendingDigest,
  alerts: AlertSettings,
  earlierSubjects: ReadonlySet<string>,
): readonly PendingDigest[] {
  return groupsOf(digest.notices, alerts).map(({ group, notices }) => {
    const subjects = new Set(notices.map(({ id }) => subjectIn(id)));
    return {
      digest: {
        group: group.name,
        topicArn: group.topicArn,
        notices: notices.map((notice) =>
          earlierSubjects.has(subjectIn(notice.id)) ? notice : asNewAlert(notice),
        ),
      },
      memories: memories.filter(([key]) => subjects.has(key)),
    };
  });
}

interface GroupNotices {
  readonly group: Group;
  readonly notices: Notice[];
}

/** Returns the notices by current group. A muted notice whose group has no unmuted one joins the first group. */
function groupsOf(notices: readonly Notice[], alerts: AlertSettings): readonly GroupNotices[] {
  const groups = new Map<string, GroupNotices>();
  const unmutedFirst = notices.toSorted((a, b) => Number(isMuted(a)) - Number(isMuted(b)));
  for (const notice of unmutedFirst) {
    const own = groupOf(notice, alerts) ?? watchdogGroup(alerts);
    const [first] = groups.values();
    const found = groups.get(groupKey(own)) ?? (isMuted(notice) ? first : undefined);
    if (found === undefined) groups.set(groupKey(own), { group: own, notices: [notice] });
    else found.notices.push(notice);
  }
  return [...groups.values()];
}

function asNewAlert(notice: Notice): Notice {
  if (endsAlert(notice)) return notice;
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
