import type { AlertSettings } from '../../model/configuration.ts';
import { groupBy } from '../../model/group-by.ts';
import type { PendingDigest } from '../../model/watch-state.ts';
import type { DueNotice, MemoryChange } from './decision.ts';
import { byWorst } from './severity.ts';
import type { Notice } from '../../model/notice.ts';
import { covers, coversAccount } from './mutes.ts';
import { subjectOf } from './subject.ts';

export interface Digests {
  /** Each with the memories once it has been accepted. */
  readonly digests: readonly PendingDigest[];
  /** Of muted notices that no message carries. */
  readonly silent: readonly MemoryChange[];
}

/**
 * One digest per routing group, worst notice first, and the digest with the worst notice first. A group in
 * which everything is muted has none.
 *
 * What is about no account (an expired mute, the watchdog's own state) goes with the worst of the
 * digests on the default topic, or alone when there is none.
 */
export function digestsOf(due: readonly DueNotice[], alerts: AlertSettings): Digests {
  const own = ownGroup(alerts);
  const unrouted = due.filter(({ notice }) => groupOf(notice, alerts) === undefined);
  const routed = due.filter((item) => !unrouted.includes(item));
  const ofNotice = ({ notice }: DueNotice) => groupOf(notice, alerts) ?? own;
  const groups = [...groupBy(routed, (item) => groupKey(ofNotice(item))).values()].map(
    (items): Routed => ({ group: ofNotice(items[0]), items: worstFirst(items) }),
  );
  const isSent = ({ items }: Routed) => items.some(({ notice }) => notice.mutedBy === undefined);
  const sent = groups.filter(isSent).toSorted(byWorstItem);
  const host = sent.find(({ group }) => group.topicArn === own.topicArn);
  const hosted = worstFirst([...(host?.items ?? []), ...unrouted]);
  const all = sent.filter((one) => one !== host);
  if (hosted.length > 0) all.push({ group: host?.group ?? own, items: hosted });
  return {
    digests: all.toSorted(byWorstItem).map(({ group, items }) => ({
      digest: {
        group: group.name,
        topicArn: group.topicArn,
        notices: items.map((one) => one.notice),
      },
      memories: items.map(({ key, memory }) => [key, memory]),
    })),
    silent: groups
      .filter((one) => !isSent(one))
      .flatMap(({ items }) => items)
      .flatMap(({ key, unsent }) => (unsent === undefined ? [] : [{ key, memory: unsent }]))
      .toSorted((a, b) => (a.key < b.key ? -1 : 1)),
  };
}

interface Routed {
  readonly group: Group;
  /** Worst first. */
  readonly items: readonly DueNotice[];
}

function worstFirst(items: readonly DueNotice[]): readonly DueNotice[] {
  return items.toSorted((a, b) => byWorst(a.notice, b.notice));
}

function byWorstItem({ items: [a] }: Routed, { items: [b] }: Routed): number {
  return a === undefined || b === undefined ? 0 : byWorst(a.notice, b.notice);
}

/** The messages of one group go to one topic, in one thread. */
export interface Group {
  /** Of the route that fits, else the account's stage. */
  readonly name: string;
  readonly topicArn: string;
}

/** Where a notice goes: the first route that fits. `undefined` for one that is about no account. */
export function groupOf(notice: Notice, alerts: AlertSettings): Group | undefined {
  const { account, routed } = subjectOf(notice);
  if (account === undefined) return undefined;
  const route = alerts.routes.find(
    ({ accounts, stages, limits }) =>
      coversAccount(accounts, account) &&
      (stages.length === 0 || stages.includes(account.stage)) &&
      covers(limits, routed),
  );
  return route === undefined
    ? { name: account.stage, topicArn: alerts.topicArn }
    : { name: route.name, topicArn: route.topicArn };
}

/** The group of what is about no account, when no other message goes to the default topic. */
export function ownGroup({ topicArn }: Pick<AlertSettings, 'topicArn'>): Group {
  return { name: 'watchdog', topicArn };
}

export function groupKey({ name, topicArn }: Group): string {
  return JSON.stringify([name, topicArn]);
}
