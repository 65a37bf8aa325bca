import type {
  AlertLevel,
  DiscoveryNotice,
  LimitNotice,
  Notice,
  PruneRoleNotice,
  SubscriptionNotice,
  VisibilityNotice,
} from '../../model/notice.ts';
import { isOnlyQuota } from './visibility-notice.ts';

/** The word that opens a notice, the same in every form. */
export function openingWord(notice: Notice): string {
  const word = bareWord(notice);
  return notice.mutedBy === undefined ? word : `${word} (muted)`;
}

function bareWord(notice: Notice): string {
  switch (notice.kind) {
    case 'limit':
      return levelWord(notice.change, notice.level);
    case 'prune-role':
      return levelWord(notice.change, 'warn');
    case 'sight': {
      const { whole, onlyQuota = whole } = VISIBILITY[notice.change];
      return isOnlyQuota(notice.unseen) ? onlyQuota : whole;
    }
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
      return DISCOVERY[notice.change];
  }
}

const LEVEL: Readonly<Record<AlertLevel, string>> = { critical: 'CRITICAL', warn: 'WARNING' };

function levelWord(
  change: LimitNotice['change'] | PruneRoleNotice['change'],
  level: AlertLevel = 'warn',
): string {
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
    case 'closed':
      return 'CLOSED';
  }
}

const VISIBILITY: Readonly<
  Record<
    VisibilityNotice['change'],
    { readonly whole: string; /** Where all usage is known. */ readonly onlyQuota?: string }
  >
> = {
  blind: { whole: 'NOT MEASURED', onlyQuota: 'LIMIT UNKNOWN' },
  'still-blind': { whole: 'STILL NOT MEASURED', onlyQuota: 'LIMIT STILL UNKNOWN' },
  sighted: { whole: 'VISIBLE AGAIN' },
};

const DISCOVERY: Readonly<Record<DiscoveryNotice['change'], string>> = {
  blind: 'ACCOUNTS NOT KNOWN',
  'still-blind': 'ACCOUNTS STILL NOT KNOWN',
  sighted: 'ACCOUNTS KNOWN AGAIN',
  unstaged: 'STAGE NOT KNOWN',
  'left-out': 'ACCOUNTS LEFT OUT',
  gone: 'ACCOUNTS GONE',
  'rule-problem': 'CHECK WATCHDOG.YML',
};

function subscriptionWord({ problems }: SubscriptionNotice): string {
  const codes = new Set(problems.map(({ problem }) => problem));
  if (codes.has('no-subscriber') || codes.has('absent')) return 'NO SUBSCRIBER';
  return codes.has('waiting-for-confirmation') ? 'WAITING FOR CONFIRMATION' : 'SUBSCRIPTIONS';
}
