import type { AccountConfiguration } from '../../model/configuration.ts';
import type { DiscoveryReport, GoneReason } from '../../model/discovery.ts';
import { isListed } from '../../model/discovery.ts';
import type { LimitDefinition } from '../../model/limit.ts';
import type { ClosedNotice, SubjectKey } from '../../model/notice.ts';
import { noticeId, subjectKey } from '../../model/notice.ts';
import type { Instant } from '../../model/time.ts';
import { DAY_MS } from '../../model/time.ts';
import type { LimitMemory, Memory, SightMemory } from '../../model/watch-state.ts';
import { closedMemory } from './limit.ts';
import { closedSight } from './visibility.ts';
import type { Verdict } from './decision.ts';
import { silently, UNCHANGED } from './decision.ts';
import { SAMPLE_DAYS } from './samples.ts';

export type SubjectMemory = LimitMemory | SightMemory;

/**
 * Ends what is open and will not be measured any more, with why: that is no recovery. The count of
 * notices stays behind for a while, so that a subject that comes back does not use their ids again.
 */
export function close(
  key: SubjectKey,
  memory: SubjectMemory,
  why: ClosedNotice['why'],
  now: Instant,
): Verdict {
  const { open, account, place } = memory;
  if (open === undefined) return UNCHANGED;
  const over = memory.kind === 'limit' ? closedMemory(memory) : closedSight(memory);
  if (open.neverTold) return silently(key, memory, over);
  const sequence = memory.sequence + 1;
  const subject = memory.kind === 'limit' ? memory.limit : 'sight';
  const about = { account, place, subject, why, since: open.since };
  return {
    kind: 'told',
    told: {
      key,
      notice: { kind: 'closed', id: noticeId(key, sequence), at: now, ...about },
      memory: { ...over, sequence, lastToldAt: now },
    },
  };
}

/** Why a remembered subject is not measured any more; `undefined` while the configuration has it. */
export function whyGone(
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

/** An account that a run could not look for may still be there: its alerts stay open. */
export function whyNotWatched(
  account: string,
  discovery: DiscoveryReport | undefined,
): 'account removed' | GoneReason | undefined {
  if (discovery === undefined) return 'account removed';
  if (!isListed(discovery)) return undefined;
  return discovery.unselected[account] ?? 'account left the organisation';
}

/**
 * The memories that are of no use: nothing open, and for 90 days neither told of nor measured.
 * `sampled` holds the keys that have samples, which are kept as long.
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
      const seen = memory.kind === 'limit' ? limits.has(key) : targets.has(targetPart(key));
      return !seen && (memory.lastToldAt ?? oldest) <= oldest;
    })
    .map(([key]) => subjectKey(key));
}

function targetPart(key: string): string {
  return key.slice(0, key.lastIndexOf('/'));
}
