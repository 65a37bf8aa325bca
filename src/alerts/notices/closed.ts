import type { AccountConfiguration } from '../../model/configuration.ts';
import type { DiscoveryReport, GoneReason } from '../../model/discovery.ts';
import { isListed } from '../../model/discovery.ts';
import type { LimitDefinition } from '../../model/limit.ts';
import type { ClosedNotice, SubjectKey } from '../../model/notice.ts';
import { subjectKey } from '../../model/notice.ts';
import type { Instant } from '../../model/time.ts';
import { DAY_MS } from '../../model/time.ts';
import type { LimitMemory, Memory, VisibilityMemory } from '../../model/watch-state.ts';
import type { Verdict } from './decision.ts';
import { dueVerdict, silentVerdict, UNCHANGED } from './decision.ts';
import { SAMPLE_DAYS } from './samples.ts';

export type SubjectMemory = LimitMemory | VisibilityMemory;

/** Closes the alert of a subject that is no longer measured. The memory keeps the notice number: no id is reused. */
export function closeAlert(
  key: SubjectKey,
  memory: SubjectMemory | undefined,
  why: ClosedNotice['why'],
  now: Instant,
): Verdict {
  if (memory?.open === undefined) return UNCHANGED;
  const { open, ...closed } = memory;
  if (open.neverTold) return silentVerdict(key, memory, closed);
  const { account, place } = memory;
  const subject = memory.kind === 'limit' ? memory.limit : memory.kind;
  const news = { kind: 'closed', account, place, subject, why, since: open.since } as const;
  return dueVerdict(key, news, closed, now);
}

/** Returns why a subject is no longer measured; undefined while it is, or if a failed listing lacks its account. */
export function whyClosed(
  memory: SubjectMemory,
  accounts: ReadonlyMap<string, AccountConfiguration>,
  limits: readonly LimitDefinition[],
  discovery?: DiscoveryReport,
): ClosedNotice['why'] | undefined {
  const account = accounts.get(memory.account.id);
  if (account === undefined) return whyNotWatched(memory.account.id, discovery);
  const scope = memory.place === 'global' ? 'account' : 'region';
  const hasPlace =
    scope === 'account' || account.regions.some(({ region }) => region === memory.place);
  if (!hasPlace) return 'Region removed';
  const measured = limits.filter(
    ({ id, scope: at }) => at === scope && account.rules.some(({ limit }) => limit === id),
  );
  const stays =
    memory.kind === 'sight' ? measured.length > 0 : measured.some(({ id }) => id === memory.limit);
  return stays ? undefined : 'limit removed';
}

/** Returns why an account is not watched; undefined when the organisation could not be listed. */
export function whyNotWatched(
  account: string,
  discovery: DiscoveryReport | undefined,
): 'account removed' | GoneReason | undefined {
  if (discovery === undefined) return 'account removed';
  if (!isListed(discovery)) return undefined;
  return discovery.unselected[account] ?? 'account left the organisation';
}

/**
 * Returns the keys of memories to delete: without an open alert, and neither measured nor alerted on for 90
 * days.
 * @param sampled the keys of limits that were measured in the last 90 days
 */
export function unusedMemories(
  memories: Readonly<Record<string, Memory>>,
  sampled: readonly string[],
  now: Instant,
): readonly SubjectKey[] {
  const limits = new Set(sampled);
  const targets = new Set(sampled.map(targetPart));
  const oldest = now - SAMPLE_DAYS * DAY_MS;
  return Object.entries(memories)
    .filter(([key, memory]) => {
      if ((memory.kind !== 'limit' && memory.kind !== 'sight') || memory.open !== undefined)
        return false;
      const isMeasured = memory.kind === 'limit' ? limits.has(key) : targets.has(targetPart(key));
      return !isMeasured && (memory.lastToldAt ?? oldest) <= oldest;
    })
    .map(([key]) => subjectKey(key));
}

function targetPart(key: string): string {
  return key.slice(0, key.lastIndexOf('/'));
}
