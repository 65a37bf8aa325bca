import type { AlertSettings } from '../../model/configuration.ts';
import { groupBy } from '../../model/group-by.ts';
import type { PendingDigest } from '../../model/watch-state.ts';
import type { DueNotice, MemoryChange } from './decision.ts';
import { byWorst } from './severity.ts';
import type { Notice } from '../../model/notice.ts';
import { covers, coversAccount } from './mutes.ts';
import { subjectOf } from './subject.ts';

export interface Digests {
  readonly digests: readonly PendingDigest[];
  /** The memory changes of muted notices that no message includes. */
  readonly silent: readonly MemoryChange[];
}

/**
 * Returns one digest for each group, the worst digest first and in each digest the worst notice first. A
 * group with only muted notices gets no digest. Notices about no account are added to the worst digest on the
 * default topic; if there is none, they get a digest of their own.
 */
export function digestsOf(due: readonly DueNotice[], alerts: AlertSettings): Digests {
  const own = watchdogGroup(alerts);
  const unrouted = due.filter(({ notice }) => groupOf(notice, alerts) === undefined);
  const routed = due.filter((item) => !unrouted.includes(item));
  const groupFor = ({ notice }: DueNotice) => groupOf(notice, alerts) ?? own;
  const groups = [...groupBy(routed, (item) => groupKey(groupFor(item))).values()].map(
    (items): GroupItems => ({ group: groupFor(items[0]), items: sortWorstFirst(items) }),
  );
  const isSent = ({ items }: GroupItems) =>
    items.some(({ notice }) => notice.mutedBy === undefined);
  const sent = groups.filter(isSent).toSorted(byWorstItem);
  const host = sent.find(({ group }) => group.topicArn === own.topicArn);
  const hosted = sortWorstFirst([...(host?.items ?? []), ...unrouted]);
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

interface GroupItems {
  readonly group: Group;
  readonly items: readonly DueNotice[];
}

function sortWorstFirst(items: readonly DueNotice[]): readonly DueNotice[] {
  return items.toSorted((a, b) => byWorst(a.notice, b.notice));
}

function byWorstItem({ items: [a] }: GroupItems, { items: [b] }: GroupItems): number {
  return a === undefined || b === undefined ? 0 : byWorst(a.notice, b.notice);
}

/** The alerts that one digest contains: those of a route or of a stage, for one SNS topic. */
export interface Group {
  /** The name of the route; without a route, the account's stage; `watchdog` for notices about no account. */
  readonly name: string;
  readonly topicArn: string;
}

/** Returns the group of the first matching route, or of the default topic; undefined for a notice about no account. */
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

/** Returns the group of notices about no account, for a digest of their own. */
export function watchdogGroup({ topicArn }: Pick<AlertSettings, 'topicArn'>): Group {
  return { name: 'watchdog', topicArn };
}

export function groupKey({ name, topicArn }: Group): string {
  return JSON.stringify([name, topicArn]);
}
