import type { AccountRef, AlertSettings } from '../../model/configuration.ts';
import type { DiscoveryReport } from '../../model/discovery.ts';
import type { PruneRoleNotice, SubjectKey } from '../../model/notice.ts';
import { noticeId, subjectKey } from '../../model/notice.ts';
import type { PruneRoleReading } from '../../model/prune-role.ts';
import type { Instant } from '../../model/time.ts';
import type { Memory, PruneRoleMemory } from '../../model/watch-state.ts';
import { whyNotWatched } from './closed.ts';
import { isDue } from './reminder.ts';
import type { Verdict } from './decision.ts';
import { UNCHANGED } from './decision.ts';

export interface PruneRoleCase {
  readonly readings: readonly PruneRoleReading[];
  readonly memories: Readonly<Record<string, Memory>>;
  readonly accounts: readonly AccountRef[];
  readonly settings: Pick<AlertSettings, 'remindCriticalHours' | 'remindWarnHours'>;
  /** How the accounts were found; absent where the file lists them all. */
  readonly discovery?: DiscoveryReport;
  readonly now: Instant;
}

/**
 * Alerts on accounts that have a prune role and may never be pruned. It is resolved only by an answer of
 * AWS that the role is gone: where that could not be read, an alert stays as it is. No mute covers it.
 */
export function decidePruneRoles(subject: PruneRoleCase): ReadonlyMap<SubjectKey, Verdict> {
  const verdicts = new Map<SubjectKey, Verdict>();
  for (const reading of subject.readings) {
    verdicts.set(pruneRoleKey(reading.account), readingVerdict(reading, subject));
  }
  const accounts = new Map(subject.accounts.map((account) => [String(account.id), account]));
  for (const memory of Object.values(subject.memories)) {
    if (memory.kind !== 'prune-role' || memory.open === undefined) continue;
    const { account } = memory;
    const why = whyClosed(accounts.get(account.id), account, subject.discovery);
    if (why === undefined) continue;
    const news = { change: 'closed', account, why } as const;
    verdicts.set(pruneRoleKey(account), told(memory, memory.open.since, news, subject.now));
  }
  return verdicts;
}

export function pruneRoleKey({ id }: Pick<AccountRef, 'id'>): SubjectKey {
  return subjectKey(`${id}/prune-role`);
}

function readingVerdict(
  { account, presence }: PruneRoleReading,
  { memories, settings, now }: PruneRoleCase,
): Verdict {
  const found = memories[pruneRoleKey(account)];
  const memory: PruneRoleMemory =
    found?.kind === 'prune-role' ? found : { kind: 'prune-role', account, sequence: 0 };
  const { open } = memory;
  if (presence === 'unknown') return UNCHANGED;
  if (presence === 'absent') {
    return open === undefined
      ? UNCHANGED
      : told(memory, open.since, { change: 'recovered', account }, now);
  }
  if (open === undefined) return told(memory, now, { change: 'raised', account }, now);
  if (!isDue('warn', open.toldAt, settings, now)) return UNCHANGED;
  return told(memory, open.since, { change: 'reminded', account }, now);
}

/** An account that a run could not look for may still be there: its alert stays open. */
function whyClosed(
  account: AccountRef | undefined,
  known: AccountRef,
  discovery: DiscoveryReport | undefined,
): PruneRoleNotice['why'] {
  if (account === undefined) return whyNotWatched(known.id, discovery);
  return account.stage === 'nonprod' ? 'stage is now nonprod' : undefined;
}

function told(
  memory: PruneRoleMemory,
  since: Instant,
  news: Pick<PruneRoleNotice, 'change' | 'account' | 'why'>,
  now: Instant,
): Verdict {
  const key = pruneRoleKey(news.account);
  const sequence = memory.sequence + 1;
  const isOpen = news.change === 'raised' || news.change === 'reminded';
  return {
    kind: 'told',
    told: {
      key,
      notice: { kind: 'prune-role', id: noticeId(key, sequence), at: now, ...news, since },
      memory: {
        kind: 'prune-role',
        account: news.account,
        ...(isOpen && { open: { since, toldAt: now } }),
        sequence,
      },
    },
  };
}
