import type { AccountRef } from '../../model/configuration.ts';
import type { DiscoveryReport } from '../../model/discovery.ts';
import type { PruneRoleNotice, SubjectKey } from '../../model/notice.ts';
import { subjectKey } from '../../model/notice.ts';
import type { PruneRoleReading } from '../../model/prune-role.ts';
import type { Instant } from '../../model/time.ts';
import type { Memory, PruneRoleMemory } from '../../model/watch-state.ts';
import { whyNotWatched } from './closed.ts';
import type { Verdict } from './decision.ts';
import { numbered, UNCHANGED } from './decision.ts';
import type { EpisodeRules, ReminderSettings } from './episode.ts';
import { nextStep } from './episode.ts';

export interface PruneRoleCase {
  readonly readings: readonly PruneRoleReading[];
  readonly memories: Readonly<Record<string, Memory>>;
  readonly accounts: readonly AccountRef[];
  readonly settings: ReminderSettings;
  /** How the accounts were found; absent where the file lists them all. */
  readonly discovery?: DiscoveryReport | undefined;
  readonly now: Instant;
}

/** No mute covers a prune role. */
const RULES: EpisodeRules<'raised' | 'reminded' | 'recovered'> = {
  changes: {
    raised: 'raised',
    escalated: 'reminded',
    eased: 'reminded',
    reminded: 'reminded',
    recovered: 'recovered',
  },
  afterMute: 'always',
};

/**
 * The notices on accounts that have a prune role and may never be pruned. One is resolved only by an
 * answer of AWS that the role is gone: where that could not be read, it stays as it is.
 */
export function decidePruneRoles(subject: PruneRoleCase): ReadonlyMap<SubjectKey, Verdict> {
  const { now } = subject;
  const verdicts = new Map<SubjectKey, Verdict>();
  for (const reading of subject.readings) {
    verdicts.set(pruneRoleKey(reading.account), readingVerdict(reading, subject));
  }
  const accounts = new Map(subject.accounts.map((account) => [String(account.id), account]));
  for (const memory of Object.values(subject.memories)) {
    if (memory.kind !== 'prune-role' || memory.open === undefined) continue;
    const { account, open, ...closed } = memory;
    const why = whyClosed(accounts.get(account.id), account, subject.discovery);
    if (why === undefined) continue;
    const key = pruneRoleKey(account);
    const news = { kind: 'prune-role', change: 'closed', account, why, since: open.since } as const;
    verdicts.set(key, numbered(key, news, { ...closed, account }, now));
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
  if (presence === 'unknown') return UNCHANGED;
  const key = pruneRoleKey(account);
  const found = memories[key];
  const { open, sequence }: Pick<PruneRoleMemory, 'open' | 'sequence'> =
    found?.kind === 'prune-role' ? found : { sequence: 0 };
  const level = presence === 'present' ? 'warn' : undefined;
  const { change, since } = nextStep(RULES, { open, level, settings, now });
  if (change === undefined) return UNCHANGED;
  const memory: PruneRoleMemory = {
    kind: 'prune-role',
    account,
    ...(level !== undefined && { open: { since, toldAt: now } }),
    sequence,
  };
  return numbered(key, { kind: 'prune-role', change, account, since }, memory, now);
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
