import type { AccountRef } from '../../model/configuration.ts';
import type { DiscoveryReport, DiscoveryTrouble } from '../../model/discovery.ts';
import { isListed } from '../../model/discovery.ts';
import type { DiscoveryNotice, SubjectKey } from '../../model/notice.ts';
import { subjectKey } from '../../model/notice.ts';
import type { Instant } from '../../model/time.ts';
import { isoTime } from '../../model/time.ts';
import type { DiscoveryMemory, NamedAccount, Memory } from '../../model/watch-state.ts';
import type { Verdict } from './decision.ts';
import { dueVerdict, silentVerdict, UNCHANGED } from './decision.ts';
import type { ReminderSettings } from './episode.ts';
import { nextStep } from './episode.ts';
import { decideRules } from './once.ts';
import { VISIBILITY_CHANGES } from './visibility.ts';

export interface DiscoveryCase {
  readonly discovery: DiscoveryReport;
  /** All watched accounts: those listed in the configuration and those discovered. */
  readonly accounts: readonly Pick<AccountRef, 'id' | 'name'>[];
  readonly memories: Readonly<Record<string, Memory>>;
  readonly settings: ReminderSettings;
  readonly now: Instant;
}

/** The account discovery of a run. `decide` is a field so that only bundles that discover accounts contain its code. */
export interface DiscoveredAccounts {
  readonly report: DiscoveryReport;
  readonly decide: typeof decideDiscovery;
}

const MOST_NAMED = 50;

/**
 * Decides the notices about account discovery. A problem of the list of accounts is alerted like a limit
 * that cannot be measured. Accounts that have no stage, are not active or are no longer watched, and rules
 * without the intended effect, are alerted once.
 */
export function decideDiscovery(subject: DiscoveryCase): readonly Verdict[] {
  const { discovery, memories, now } = subject;
  const trouble = decideTrouble(subject, discovery.trouble);
  if (!isListed(discovery)) return [trouble];
  const { ruleProblems = [] } = discovery;
  return [
    trouble,
    ...decideAccounts(subject, discovery),
    ...decideRules(ruleProblems, memories, now),
  ];
}

function decideTrouble(subject: DiscoveryCase, trouble: DiscoveryTrouble | undefined): Verdict {
  const { settings, now } = subject;
  const key = keyOf('listing');
  const { open, ...closed } = memoryOf(subject, key);
  const level = trouble && 'critical';
  const { change: step, since } = nextStep({ open, level, settings, now });
  if (step === undefined) return UNCHANGED;
  const change = VISIBILITY_CHANGES[step];
  if (trouble !== undefined) {
    const memory = { ...closed, open: { since, toldAt: now } };
    return dueVerdict(key, discoveryNews({ change, ...troubleWords(trouble) }), memory, now);
  }
  const news = {
    change,
    problem: 'all accounts are known',
    facts: [`Not all accounts were known since ${isoTime(since)}.`],
  };
  return dueVerdict(key, discoveryNews(news), closed, now);
}

export function troubleWords(
  trouble: DiscoveryTrouble,
): Pick<DiscoveryNotice, 'problem' | 'facts' | 'remedy'> {
  switch (trouble.kind) {
    case 'not-listed': {
      const { failure, lastListedAt, note } = trouble;
      const basis =
        lastListedAt === undefined
          ? 'Only accounts that watchdog.yml lists are measured; usage of all others is unknown.'
          : `The accounts listed at ${isoTime(lastListedAt)} are measured: accounts added since then are missing, and a stage may have changed.`;
      return {
        problem: 'the organisation could not be listed',
        facts: [
          `${failure.operation}: ${failure.errorName}: ${failure.message}`,
          ...(note === undefined ? [] : [note]),
          basis,
          'Discovered accounts cannot be planned or pruned once that list is a day old.',
        ],
        remedy:
          failure.reason === 'denied'
            ? 'Allow the watch function to list the organisation: by the delegation policy of the organisation, or by the role named in accounts.organizations.role. The command setup prints the commands for either.'
            : 'If the next run says the same, look up the failure in the log of the watch function.',
      };
    }
    case 'not-kept': {
      const { operation, errorName, message } = trouble.failure;
      return {
        problem: 'the list of accounts could not be stored',
        facts: [
          `${operation}: ${errorName}: ${message}`,
          'All accounts were measured. A run that cannot list the organisation would fall back on an older list, and discovered accounts cannot be planned or pruned.',
        ],
        remedy:
          'Allow the watch role s3:GetObject and s3:PutObject on accounts.json of the state bucket.',
      };
    }
    case 'nothing-selected':
      return {
        problem: 'the rules select no account',
        facts: ['The organisation was listed, and no active account fits. Nothing is measured.'],
        remedy: 'Correct accounts.organizations in watchdog.yml.',
      };
  }
}

type AccountNews = Pick<DiscoveryNotice, 'change' | 'problem' | 'facts' | 'remedy'> &
  Partial<Pick<DiscoveryNotice, 'accounts'>>;

function discoveryNews({ accounts = [], ...news }: AccountNews) {
  return {
    kind: 'discovery' as const,
    ...news,
    accounts: accounts.slice(0, MOST_NAMED),
    count: accounts.length,
  };
}

function decideAccounts(
  subject: DiscoveryCase,
  { accounts, leftOut, unselected }: DiscoveryReport,
): readonly Verdict[] {
  const removed = missingFrom(subject.accounts, memoryOf(subject, keyOf('watched')).accounts);
  return [
    decideAccountSet(subject, 'watched', subject.accounts, () => ({
      change: 'gone',
      problem: `no longer watched: ${countOf(removed)}`,
      facts: ['Their open alerts are closed. Their limits may still be critical.'],
      accounts: removed.map((one) => ({
        ...one,
        why: unselected[one.id] ?? 'account left the organisation',
      })),
    })),
    decideAccountSet(
      subject,
      'unstaged',
      accounts.filter(({ stage }) => stage === 'unstaged'),
      (fresh) => ({
        change: 'unstaged',
        problem: `no rule gives the stage of ${countOf(fresh)}`,
        facts: ['They are measured, and can never be pruned.'],
        remedy:
          'Tag or move them so that accounts.organizations.stage gives their stage, or list them under accounts.listed.',
        accounts: fresh,
      }),
    ),
    decideAccountSet(subject, 'left-out', leftOut, (fresh) => {
      const unknown = missingFrom(removed, fresh);
      return {
        change: 'left-out',
        problem: `not active, so not watched: ${countOf(unknown)}`,
        facts: ['They are watched again as soon as they are active.'],
        accounts: unknown.map((one) => ({
          ...one,
          why: leftOut.find(({ id }) => id === one.id)?.state ?? '',
        })),
      };
    }),
  ];
}

/** Remembers the accounts of a set. `newsOf` gets the accounts that are new to the set; news that names any is sent. */
function decideAccountSet(
  subject: DiscoveryCase,
  name: string,
  accounts: readonly Pick<AccountRef, 'id' | 'name'>[],
  newsOf: (fresh: readonly NamedAccount[]) => AccountNews & Pick<DiscoveryNotice, 'accounts'>,
): Verdict {
  const key = keyOf(name);
  const before = memoryOf(subject, key);
  const known = accounts.map(({ id, name: accountName }) => ({ id, name: accountName }));
  const news = newsOf(missingFrom(before.accounts, known));
  const memory = { ...before, accounts: known };
  if (news.accounts.length > 0) return dueVerdict(key, discoveryNews(news), memory, subject.now);
  const isFirst = subject.memories[key] === undefined;
  return isFirst && known.length === 0
    ? UNCHANGED
    : silentVerdict(key, subject.memories[key], memory);
}

function keyOf(name: string): SubjectKey {
  return subjectKey(`accounts/${name}`);
}

function memoryOf({ memories }: DiscoveryCase, key: SubjectKey): DiscoveryMemory {
  const found = Object.hasOwn(memories, key) ? memories[key] : undefined;
  return found?.kind === 'discovery' ? found : { kind: 'discovery', accounts: [], sequence: 0 };
}

function missingFrom<Account extends NamedAccount>(
  others: readonly NamedAccount[],
  accounts: readonly Account[],
): readonly Account[] {
  const ids = new Set(others.map(({ id }) => id));
  return accounts.filter(({ id }) => !ids.has(id));
}

function countOf({ length }: readonly unknown[]): string {
  return `${length} ${length === 1 ? 'account' : 'accounts'}`;
}
