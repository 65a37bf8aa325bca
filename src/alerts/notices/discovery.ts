import type { AccountRef } from '../../model/configuration.ts';
import type { DiscoveryReport, DiscoveryTrouble } from '../../model/discovery.ts';
import { isListed } from '../../model/discovery.ts';
import type { DiscoveryNotice, SubjectKey } from '../../model/notice.ts';
import { noticeId, subjectKey } from '../../model/notice.ts';
import type { Instant } from '../../model/time.ts';
import { isoTime } from '../../model/time.ts';
import type { DiscoveryMemory, KnownAccount } from '../../model/watch-state.ts';
import type { DiscoveryCase } from './discovery-case.ts';
import { decideRules } from './rule-problems.ts';
import { isDue } from './reminder.ts';
import type { Decision, Verdict } from './decision.ts';
import { silently, UNCHANGED } from './decision.ts';

const KEY = 'accounts/';
/** Accounts that one notice names; it says how many more there are. */
const MOST_NAMED = 50;

/**
 * What is to be told of how the accounts were found. That they could not be is a blind spot and told like
 * one; accounts without a stage, that are not active, or that are watched no longer are told once each.
 */
export function decideDiscovery(subject: DiscoveryCase): Decision {
  const { discovery } = subject;
  const verdicts = [
    decideTrouble(subject, discovery.trouble),
    ...(isListed(discovery)
      ? [...decideAccounts(subject, discovery), ...decideRules(subject, discovery)]
      : []),
  ];
  return {
    silent: verdicts.flatMap((one) => (one.kind === 'silent' ? [one.change] : [])),
    told: verdicts.flatMap((one) => (one.kind === 'told' ? [one.told] : [])),
  };
}

function decideTrouble(subject: DiscoveryCase, trouble: DiscoveryTrouble | undefined): Verdict {
  const { settings, now } = subject;
  const key = subjectKey(`${KEY}listing`);
  const memory = memoryOf(subject, key);
  const { open, ...closed } = memory;
  if (trouble === undefined) {
    if (open === undefined) return UNCHANGED;
    const news = {
      change: 'sighted',
      problem: 'all accounts are known',
      facts: [`It was not so since ${isoTime(open.since)}.`],
    } as const;
    return told(key, news, closed, now);
  }
  if (open !== undefined && !isDue('critical', open.toldAt, settings, now)) return UNCHANGED;
  const since = open?.since ?? now;
  const change = open === undefined ? 'blind' : 'still-blind';
  return told(
    key,
    { change, ...wordsOf(trouble) },
    { ...memory, open: { since, toldAt: now } },
    now,
  );
}

function wordsOf(trouble: DiscoveryTrouble): Pick<DiscoveryNotice, 'problem' | 'facts' | 'remedy'> {
  switch (trouble.kind) {
    case 'not-listed': {
      const { failure, lastListedAt, note } = trouble;
      const basis =
        lastListedAt === undefined
          ? 'Only accounts that the configuration lists itself are measured; of all others nothing is known.'
          : `What is measured are the accounts of ${isoTime(lastListedAt)}: accounts that are new since then are unknown, and a stage may have changed.`;
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
            ? 'Let the watch function list the organisation again: by the delegation policy of the organisation, or by the role accounts.organizations.role. The command setup prints either.'
            : 'If the next run says the same, look up the failure in the log of the watch function.',
      };
    }
    case 'not-kept': {
      const { operation, errorName, message } = trouble.failure;
      return {
        problem: 'the list of accounts could not be kept',
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

function decideAccounts(
  subject: DiscoveryCase,
  { accounts, leftOut, unselected }: DiscoveryReport,
): readonly Verdict[] {
  const watched = subjectKey(`${KEY}watched`);
  const isWatched = new Set<string>(subject.accounts.map(({ id }) => id));
  const gone = memoryOf(subject, watched).accounts.filter(({ id }) => !isWatched.has(id));
  const isGone = new Set(gone.map(({ id }) => id));
  return [
    decideSet(subject, watched, subject.accounts, gone, {
      change: 'gone',
      problem: `no longer watched: ${countOf(gone)}`,
      facts: ['Their open alerts are closed. That does not say that they are well.'],
      accounts: gone.map((one) => ({
        ...one,
        why: unselected[one.id] ?? 'account left the organisation',
      })),
    }),
    decideNew(
      subject,
      subjectKey(`${KEY}unstaged`),
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
    decideNew(subject, subjectKey(`${KEY}left-out`), leftOut, (fresh) => {
      const unknown = fresh.filter(({ id }) => !isGone.has(id));
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

type News = Pick<DiscoveryNotice, 'change' | 'problem' | 'facts' | 'remedy'> &
  Partial<Pick<DiscoveryNotice, 'accounts'>>;

/** Tells those that were not told of before. */
function decideNew(
  subject: DiscoveryCase,
  key: SubjectKey,
  now: readonly Pick<AccountRef, 'id' | 'name'>[],
  newsOf: (fresh: readonly KnownAccount[]) => News,
): Verdict {
  const before = new Set(memoryOf(subject, key).accounts.map(({ id }) => id));
  const fresh = known(now).filter(({ id }) => !before.has(id));
  const news = newsOf(fresh);
  return decideSet(subject, key, now, news.accounts ?? [], news);
}

function decideSet(
  subject: DiscoveryCase,
  key: SubjectKey,
  accounts: readonly Pick<AccountRef, 'id' | 'name'>[],
  toTell: readonly unknown[],
  news: News,
): Verdict {
  const before = subject.memories[key];
  const memory = { ...memoryOf(subject, key), accounts: known(accounts) };
  if (toTell.length > 0) return told(key, news, memory, subject.now);
  return before === undefined && accounts.length === 0 ? UNCHANGED : silently(key, before, memory);
}

function told(
  key: SubjectKey,
  { accounts = [], ...news }: News,
  memory: DiscoveryMemory,
  now: Instant,
): Verdict {
  const sequence = memory.sequence + 1;
  const notice: DiscoveryNotice = {
    kind: 'discovery',
    id: noticeId(key, sequence),
    at: now,
    ...news,
    accounts: accounts.slice(0, MOST_NAMED),
    count: accounts.length,
  };
  return { kind: 'told', told: { key, notice, memory: { ...memory, sequence } } };
}

function memoryOf({ memories }: DiscoveryCase, key: SubjectKey): DiscoveryMemory {
  const found = Object.hasOwn(memories, key) ? memories[key] : undefined;
  return found?.kind === 'discovery' ? found : { kind: 'discovery', accounts: [], sequence: 0 };
}

function known(accounts: readonly Pick<AccountRef, 'id' | 'name'>[]): readonly KnownAccount[] {
  return accounts.map(({ id, name }) => ({ id, name }));
}

function countOf({ length }: readonly unknown[]): string {
  return `${length} ${length === 1 ? 'account' : 'accounts'}`;
}

/** For the report: what is wrong with the list of accounts. */
export function troubleText(trouble: DiscoveryTrouble): string {
  const { problem, facts, remedy } = wordsOf(trouble);
  const [first = '', ...rest] = problem;
  return [
    `${first.toUpperCase()}${rest.join('')}.`,
    ...facts,
    ...(remedy === undefined ? [] : [remedy]),
  ].join(' ');
}

/** For the report: sentences on accounts that are not watched, or never pruned. */
export function discoveryGaps({
  accounts,
  leftOut,
  ruleProblems = [],
}: Pick<DiscoveryReport, 'accounts' | 'leftOut' | 'ruleProblems'>): readonly string[] {
  const unstaged = accounts.filter(({ stage }) => stage === 'unstaged');
  return [
    ...(unstaged.length === 0
      ? []
      : [`Stage not known, so never pruned: ${namesOf(unstaged.map(({ name }) => name))}.`]),
    ...(leftOut.length === 0
      ? []
      : [
          `Accounts that are not active, and not watched: ${namesOf(leftOut.map(({ name, state }) => `${name} (${state})`))}.`,
        ]),
    ...ruleProblems.map(
      ({ at, problem }) => `Rule to check in watchdog.yml, at ${at}: ${problem}.`,
    ),
  ];
}

function namesOf(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  const shown = names.slice(0, MOST_NAMED).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}
