import type { Instant } from '../../model/time.ts';
import { HOUR_MS } from '../../model/time.ts';
import type {
  Subscription,
  TopicMemory,
  TopicProblem,
  TopicReading,
} from '../../model/subscriptions.ts';
import { TOPIC_ROLES } from '../../model/subscriptions.ts';

/** For this time after it is first seen, a topic is new, and its subscribers may still confirm. */
const NEW_TOPIC_MS = 24 * HOUR_MS;
/** The interval for repeated reports: a day, less 15 minutes as for reminders. */
const REPORT_AGAIN_MS = 24 * HOUR_MS - HOUR_MS / 4;

/** Whether a topic has a confirmed subscription. */
export type Reach = 'confirmed' | 'none' | 'unknown';

export interface SubscriptionVerdict {
  readonly problems: readonly TopicProblem[];
  /** The problems to report now. */
  readonly news: readonly TopicProblem[];
  /** The ARN of the topic for the report; absent when no topic has, or may have, a subscriber. */
  readonly reportTo?: string;
  /** The memory of each configured topic after this run, by topic ARN. */
  readonly topics: Readonly<Record<string, TopicMemory>>;
  /**
   * - `fine`: no topic has a problem
   * - `attention`: a topic has a problem, but no notice waits for it
   * - `waiting`: notices wait for new topics only, which an earlier run has reported
   * - `failed`: notices wait for a topic that is absent, is not new, or is reported for the first time
   */
  readonly status: 'fine' | 'attention' | 'waiting' | 'failed';
}

/** Returns whether a topic has a confirmed subscription; `unknown` when its subscriptions could not be read. */
export function reachOf(readings: readonly TopicReading[], topicArn: string): Reach {
  const found = readings.find(({ topic }) => topic.topicArn === topicArn);
  if (found === undefined) return 'unknown';
  const { reading } = found;
  if (reading.kind === 'failed') return reading.failure.reason === 'absent' ? 'none' : 'unknown';
  return reading.subscriptions.some(isConfirmed) ? 'confirmed' : 'none';
}

/**
 * Finds the topics that cannot deliver alerts to all their subscribers, and decides what to report.
 * @param waiting the number of unpublished notices, by topic ARN
 * @param remembered topic memories of earlier runs; undefined if unreadable: no topic counts as new
 */
export function judgeSubscriptions(
  readings: readonly TopicReading[],
  waiting: ReadonlyMap<string, number>,
  remembered: Readonly<Record<string, TopicMemory>> | undefined,
  now: Instant,
): SubscriptionVerdict {
  const reportTo = reportTopic(readings);
  const judged = readings.map((one): TopicVerdict => {
    const { topicArn } = one.topic;
    const isKnown = remembered !== undefined && Object.hasOwn(remembered, topicArn);
    const before = isKnown ? remembered[topicArn] : undefined;
    const isNew = remembered !== undefined && now - (before?.firstSeenAt ?? now) < NEW_TOPIC_MS;
    const problem = problemOf(one, waiting.get(topicArn) ?? 0, isNew);
    return { topicArn, before, problem, isDue: isDue(problem, before?.reported, reportTo, now) };
  });
  const problemsOf = (topics: readonly TopicVerdict[]) =>
    topics.flatMap(({ problem }) => problem ?? []);
  return {
    problems: problemsOf(judged),
    news: problemsOf(judged.filter((one) => one.isDue)),
    ...(reportTo !== undefined && { reportTo }),
    topics: Object.fromEntries(
      judged.map((one) => [one.topicArn, memoryAfter(one, reportTo, now)]),
    ),
    status: statusOf(judged),
  };
}

interface TopicVerdict {
  readonly topicArn: string;
  readonly before: TopicMemory | undefined;
  readonly problem: TopicProblem | undefined;
  readonly isDue: boolean;
}

function problemOf(
  { topic, reading }: TopicReading,
  waiting: number,
  isNew: boolean,
): TopicProblem | undefined {
  const { topicArn, role, name } = topic;
  const about = { topicArn, role, name, waiting };
  if (reading.kind === 'failed') {
    const { failure } = reading;
    return failure.reason === 'absent'
      ? { ...about, problem: 'absent', pending: [], missing: [...topic.emails], failure }
      : { ...about, waiting: 0, problem: 'not-read', pending: [], missing: [], failure };
  }
  const addresses = unconfirmedAddresses(topic.emails, reading.subscriptions);
  if (!reading.subscriptions.some(isConfirmed)) {
    const problem = isNew ? 'waiting-for-confirmation' : 'no-subscriber';
    return { ...about, problem, ...addresses };
  }
  return addresses.pending.length + addresses.missing.length === 0
    ? undefined
    : { ...about, waiting: 0, problem: 'addresses', ...addresses };
}

/** Returns addresses that have not confirmed (`pending`) or are not subscribed (`missing`). Letter case is ignored. */
export function unconfirmedAddresses(
  emails: readonly string[],
  subscriptions: readonly Subscription[],
): Pick<TopicProblem, 'pending' | 'missing'> {
  const statuses = (address: string) =>
    subscriptions.flatMap(({ protocol, endpoint, status }) =>
      protocol === 'email' && endpoint.toLowerCase() === address.toLowerCase() ? [status] : [],
    );
  return {
    pending: emails.filter((address) => {
      const found = statuses(address);
      return found.length > 0 && !found.includes('confirmed');
    }),
    missing: emails.filter((address) => statuses(address).length === 0),
  };
}

function isConfirmed({ status }: Subscription): boolean {
  return status === 'confirmed';
}

/** Returns the ARN of the first topic that has a subscriber, or else of the first that may have one. `health` is first. */
function reportTopic(readings: readonly TopicReading[]): string | undefined {
  const inOrder = readings.toSorted(
    (a, b) => TOPIC_ROLES.indexOf(a.topic.role) - TOPIC_ROLES.indexOf(b.topic.role),
  );
  const byReach = (reach: Reach) =>
    inOrder.find(({ topic }) => reachOf(readings, topic.topicArn) === reach)?.topic.topicArn;
  return byReach('confirmed') ?? byReach('unknown');
}

/** Whether a problem must be reported: it is new, is worse, was not sent, or was reported a day ago. */
function isDue(
  problem: TopicProblem | undefined,
  reported: TopicMemory['reported'],
  reportTo: string | undefined,
  now: Instant,
): boolean {
  if (problem === undefined) return false;
  return (
    reported?.problem !== problem.problem ||
    (problem.waiting > 0 && !reported.waiting) ||
    (reportTo !== undefined && !reported.sent) ||
    now - reported.at >= REPORT_AGAIN_MS
  );
}

function memoryAfter(
  { before, problem, isDue: isReported }: TopicVerdict,
  reportTo: string | undefined,
  now: Instant,
): TopicMemory {
  // A topic that is deleted and created again counts as new.
  const firstSeenAt = problem?.problem === 'absent' ? now : (before?.firstSeenAt ?? now);
  if (problem !== undefined && isReported) {
    const { problem: code, waiting } = problem;
    const sent = reportTo !== undefined;
    return { firstSeenAt, reported: { at: now, problem: code, waiting: waiting > 0, sent } };
  }
  const reported = before?.reported;
  // A read that fails from time to time is reported once a day.
  const isKept =
    problem !== undefined ||
    (reported?.problem === 'not-read' && now - reported.at < REPORT_AGAIN_MS);
  return { firstSeenAt, ...(reported !== undefined && isKept && { reported }) };
}

function statusOf(judged: readonly TopicVerdict[]): SubscriptionVerdict['status'] {
  const waiting = judged.filter(({ problem }) => (problem?.waiting ?? 0) > 0);
  if (waiting.length === 0) {
    return judged.every(({ problem }) => problem === undefined) ? 'fine' : 'attention';
  }
  const isReported = waiting.every(
    ({ problem, before }) =>
      problem?.problem === 'waiting-for-confirmation' &&
      before?.reported?.problem === 'waiting-for-confirmation' &&
      before.reported.waiting,
  );
  return isReported ? 'waiting' : 'failed';
}
