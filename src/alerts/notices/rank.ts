import type { Notice } from '../../model/notice.ts';
import { percentOf } from '../../model/units.ts';

/** Worst first. What cannot be seen ranks above a warning: it may be hiding worse. */
const WORST_FIRST = [
  'critical',
  'state',
  'blind',
  'warn',
  'jump',
  'mute-expired',
  'closed',
  'over',
] as const;

type Rank = (typeof WORST_FIRST)[number];

/**
 * For sorting, worst first: what is muted after all that is not, then by how bad it is, news before
 * reminders, the fullest first, and by id where all is equal.
 */
export function byWorst(a: Notice, b: Notice): number {
  return (
    Number(a.mutedBy !== undefined) - Number(b.mutedBy !== undefined) ||
    WORST_FIRST.indexOf(rankOf(a)) - WORST_FIRST.indexOf(rankOf(b)) ||
    Number(isReminder(a)) - Number(isReminder(b)) ||
    compareNumbers(fullness(b), fullness(a)) ||
    (a.id < b.id ? -1 : Number(a.id > b.id))
  );
}

function rankOf(notice: Notice): Rank {
  switch (notice.kind) {
    case 'limit':
      return notice.level ?? 'over';
    case 'sight':
      return notice.change === 'sighted' ? 'over' : 'blind';
    case 'discovery':
      return DISCOVERY_RANK[notice.change];
    case 'prune-role':
      return notice.change === 'raised' || notice.change === 'reminded' ? 'warn' : 'over';
    case 'jump':
    case 'closed':
    case 'mute-expired':
    case 'state':
      return notice.kind;
    case 'subscriptions':
      return 'state';
  }
}

const DISCOVERY_RANK = {
  blind: 'blind',
  'still-blind': 'blind',
  gone: 'warn',
  'rule-problem': 'warn',
  unstaged: 'mute-expired',
  'left-out': 'mute-expired',
  sighted: 'over',
} as const;

/** What people know already, or what got better. */
function isReminder(notice: Notice): boolean {
  return 'change' in notice && ['reminded', 'eased', 'still-blind'].includes(notice.change);
}

function fullness(notice: Notice): number {
  switch (notice.kind) {
    case 'limit':
      return percentOf(notice.used, notice.quota);
    case 'jump':
      return percentOf(notice.jump.to, notice.quota);
    default:
      return 0;
  }
}

/** Unlike a difference, knows infinities: a limit of nothing that is in use is full beyond measure. */
function compareNumbers(a: number, b: number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
