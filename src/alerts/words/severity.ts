import type { AccountRef } from '../../model/configuration.ts';
import type {
  AlertLevel,
  DiscoveryNotice,
  LimitNotice,
  Notice,
  PruneRoleNotice,
  VisibilityNotice,
  SubscriptionNotice,
} from '../../model/notice.ts';
import { isOnlyQuota } from './unmeasured.ts';

/** How much a notice matters. `blind`: something cannot be seen. `over`: an earlier notice is closed by it. */
export const SEVERITIES = ['critical', 'warn', 'blind', 'info', 'over'] as const;

export type Severity = (typeof SEVERITIES)[number];

export function severityOf(notice: Notice): Severity {
  switch (notice.kind) {
    case 'limit':
      return notice.change === 'recovered' ? 'over' : (notice.level ?? 'warn');
    case 'sight':
      return notice.change === 'sighted' ? 'over' : 'blind';
    case 'jump':
    case 'state':
      return 'warn';
    case 'subscriptions':
      return areAlertsLost(notice) ? 'critical' : 'warn';
    case 'closed':
      return 'over';
    case 'mute-expired':
      return 'info';
    case 'discovery':
      return DISCOVERY[notice.change].severity;
    case 'prune-role':
      return PRUNE_ROLE[notice.change].severity;
  }
}

/** The word that opens a notice, the same in every form. */
export function openingWord(notice: Notice): string {
  const word = bareWord(notice);
  return notice.mutedBy === undefined ? word : `${word} (muted)`;
}

function bareWord(notice: Notice): string {
  switch (notice.kind) {
    case 'limit':
      return limitWord(notice);
    case 'sight':
      return sightWord(notice);
    case 'jump':
      return 'JUMP';
    case 'closed':
      return 'CLOSED';
    case 'mute-expired':
      return 'MUTE EXPIRED';
    case 'state':
      return 'WATCHDOG';
    case 'subscriptions':
      return subscriptionWord(notice);
    case 'discovery':
      return DISCOVERY[notice.change].word;
    case 'prune-role':
      return PRUNE_ROLE[notice.change].word;
  }
}

function sightWord({ change, unseen }: VisibilityNotice): string {
  const isMeasured = isOnlyQuota(unseen);
  switch (change) {
    case 'blind':
      return isMeasured ? 'LIMIT UNKNOWN' : 'NOT MEASURED';
    case 'still-blind':
      return isMeasured ? 'LIMIT STILL UNKNOWN' : 'STILL NOT MEASURED';
    case 'sighted':
      return 'VISIBLE AGAIN';
  }
}

const DISCOVERY: Readonly<
  Record<DiscoveryNotice['change'], { readonly severity: Severity; readonly word: string }>
> = {
  blind: { severity: 'blind', word: 'ACCOUNTS NOT KNOWN' },
  'still-blind': { severity: 'blind', word: 'ACCOUNTS STILL NOT KNOWN' },
  sighted: { severity: 'over', word: 'ACCOUNTS KNOWN AGAIN' },
  unstaged: { severity: 'info', word: 'STAGE NOT KNOWN' },
  'left-out': { severity: 'info', word: 'ACCOUNTS LEFT OUT' },
  gone: { severity: 'warn', word: 'ACCOUNTS GONE' },
  'rule-problem': { severity: 'warn', word: 'CHECK WATCHDOG.YML' },
};

const PRUNE_ROLE: Readonly<
  Record<PruneRoleNotice['change'], { readonly severity: Severity; readonly word: string }>
> = {
  raised: { severity: 'warn', word: 'WARNING' },
  reminded: { severity: 'warn', word: 'STILL WARNING' },
  recovered: { severity: 'over', word: 'RESOLVED' },
  closed: { severity: 'over', word: 'CLOSED' },
};

const LEVEL: Readonly<Record<AlertLevel, string>> = { critical: 'CRITICAL', warn: 'WARNING' };

function limitWord({ change, level = 'warn' }: LimitNotice): string {
  switch (change) {
    case 'raised':
    case 'escalated':
      return LEVEL[level];
    case 'reminded':
      return `STILL ${LEVEL[level]}`;
    case 'eased':
      return `IMPROVED TO ${LEVEL[level]}`;
    case 'recovered':
      return 'RESOLVED';
  }
}

/** Whether alerts wait for a topic that is not new, so that people do not learn of them. */
function areAlertsLost({ problems }: SubscriptionNotice): boolean {
  return problems.some(
    ({ problem, waiting }) => waiting > 0 && problem !== 'waiting-for-confirmation',
  );
}

function subscriptionWord({ problems }: SubscriptionNotice): string {
  const codes = new Set(problems.map(({ problem }) => problem));
  if (codes.has('no-subscriber') || codes.has('absent')) return 'NO SUBSCRIBER';
  return codes.has('waiting-for-confirmation') ? 'WAITING FOR CONFIRMATION' : 'SUBSCRIPTIONS';
}

/** The account that a notice concerns; none for the watchdog's own affairs. */
export function accountOf(notice: Notice): AccountRef | undefined {
  switch (notice.kind) {
    case 'limit':
    case 'sight':
    case 'jump':
      return notice.target.account;
    case 'closed':
    case 'prune-role':
      return notice.account;
    case 'mute-expired':
    case 'state':
    case 'subscriptions':
    case 'discovery':
      return undefined;
  }
}
