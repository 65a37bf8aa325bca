import type { AlertSettings } from '../../model/configuration.ts';
import type { PendingDigest } from '../../model/watch-state.ts';
import type { DueNotice, MemoryChange } from './decision.ts';
import type { Group } from './routes.ts';
import { groupOf } from './routes.ts';
import { byWorst } from './severity.ts';

/** What goes out, each digest with the memories that hold once it has; and what does not. */
export interface Digests {
  readonly digests: readonly PendingDigest[];
  /** Of muted notices that no message carries. */
  readonly silent: readonly MemoryChange[];
}

/** The group of what is about no account, when no other message goes to the default topic. */
export const OWN_GROUP = 'watchdog';

/**
 * One digest per routing group, worst first, and the digest with the worst notice first. A group in
 * which everything is muted has none: nobody is written to for what they asked not to hear.
 *
 * What is about no account (an expired mute, the watchdog's own state) goes with the worst of the
 * digests on the default topic, or alone when there is none.
 */
export function digestsOf(due: readonly DueNotice[], alerts: AlertSettings): Digests {
  const groups = new Map<string, { readonly group: Group; readonly items: DueNotice[] }>();
  const unrouted: DueNotice[] = [];
  for (const item of due) {
    const group = groupOf(item.notice, alerts);
    if (group === undefined) {
      unrouted.push(item);
      continue;
    }
    const id = JSON.stringify([group.name, group.topicArn]);
    const found = groups.get(id);
    if (found === undefined) groups.set(id, { group, items: [item] });
    else found.items.push(item);
  }
  const all = [...groups.values()];
  const isSent = (items: readonly DueNotice[]) => items.some(({ notice }) => !notice.mutedBy);
  const sent = all.filter(({ items }) => isSent(items)).toSorted(byWorstItem);
  if (unrouted.length > 0) {
    const host = sent.find(({ group }) => group.topicArn === alerts.topicArn);
    if (host === undefined) {
      sent.push({ group: { name: OWN_GROUP, topicArn: alerts.topicArn }, items: unrouted });
    } else {
      host.items.push(...unrouted);
    }
  }
  return {
    digests: sent.toSorted(byWorstItem).map(({ group, items }) => pending(group, items)),
    silent: all
      .filter(({ items }) => !isSent(items))
      .flatMap(({ items }) => items.flatMap(unsentChange))
      .toSorted((a, b) => (a.key < b.key ? -1 : 1)),
  };
}

function unsentChange({ key, unsent }: DueNotice): readonly MemoryChange[] {
  return unsent === undefined ? [] : [{ key, memory: unsent }];
}

function pending({ name, topicArn }: Group, items: readonly DueNotice[]): PendingDigest {
  const sorted = sortedItems(items);
  return {
    digest: { group: name, topicArn, notices: sorted.map(({ notice }) => notice) },
    memories: sorted.map(({ key, memory }) => [key, memory]),
  };
}

function sortedItems(items: readonly DueNotice[]): readonly DueNotice[] {
  return items.toSorted((a, b) => byWorst(a.notice, b.notice));
}

function byWorstItem(
  a: { readonly items: readonly DueNotice[] },
  b: { readonly items: readonly DueNotice[] },
): number {
  const [first] = sortedItems(a.items);
  const [second] = sortedItems(b.items);
  return first === undefined || second === undefined ? 0 : byWorst(first.notice, second.notice);
}
