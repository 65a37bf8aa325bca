import type { AccountRef } from '../../model/configuration.ts';
import type { DiscoveryReport } from '../../model/discovery.ts';
import type { PruneRoleNotice, SubjectKey } from '../../model/notice.ts';
import { subjectKey } from '../../model/notice.ts';
import type { PruneRoleReading } from '../../model/prune-role.ts';
import type { Instant } from '../../model/time.ts';
import type { Memory, PruneRoleMemory } from '../../model/watch-state.ts';
import { whyNotWatched } from './closed.ts';
import type { Verdict } from './decision.ts';
import { dueVerdict, UNCHANGED } from './decision.ts';
import type { ReminderSettings } from './episode.ts';
import { nextStep } from './episode.ts';

export interface PruneRoleCase {
  readonly readings: readonly PruneRoleReading[];
  readonly memories: Readonly<Record<string, Memory>>;
  readonly accounts: readonly AccountRef[];
  readonly settings: ReminderSettings;
  /** The account discovery; absent when the configuration lists all accounts. */
  readonly discovery?: DiscoveryReport | undefined;
  readonly now: Instant;
}

/** Decides the notices about prune roles. An alert is resolved only if AWS answers that the role does not exist. */
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
    verdicts.set(key, dueVerdict(key, news, { ...closed, account }, now));
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
  const { change: step, since } = nextStep({ open, level, settings, now });
  if (step === undefined) return UNCHANGED;
  const change = step === 'raised' || step === 'recovered' ? step : 'reminded';
  const memory: PruneRoleMemory = {
    kind: 'prune-role',
    account,
    ...(level !== undefined && { open: { since, toldAt: now } }),
    sequence,
  };
  return dueVerdict(key, { kind: 'prune-role', change, account, since }, memory, now);
}

/** Returns why an alert is closed; undefined while it stays open, also when the organisation could not be listed. */
function whyClosed(
  account: AccountRef | undefined,
  known: AccountRef,
  discovery: DiscoveryReport | undefined,
): PruneRoleNotice['why'] {
  if (account === undefined) return whyNotWatched(known.id, discovery);
  return account.stage === 'nonprod' ? 'stage is now nonprod' : undefined;
}
