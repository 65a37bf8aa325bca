import type { Notice } from '../../model/notice.ts';
import { percentOf } from '../../model/units.ts';

/** `blind`: a limit could not be measured. `over`: the notice ends an earlier alert. */
export const SEVERITIES = ['critical', 'warn', 'blind', 'info', 'over'] as const;

export type Severity = (typeof SEVERITIES)[number];

/** What a notice says about its alert: it is new, it continues, it has improved, or it has ended. */
type Phase = 'new' | 'again' | 'better' | 'over';

const PHASES: Readonly<Record<Extract<Notice, { readonly change: unknown }>['change'], Phase>> = {
  raised: 'new',
  escalated: 'new',
  reminded: 'again',
  eased: 'better',
  recovered: 'over',
  blind: 'new',
  'still-blind': 'again',
  sighted: 'over',
  unstaged: 'new',
  'left-out': 'new',
  gone: 'new',
  'rule-problem': 'new',
  closed: 'over',
};

function phaseOf(notice: Notice): Phase {
  if ('change' in notice) return PHASES[notice.change];
  return notice.kind === 'closed' ? 'over' : 'new';
}

/** Whether a notice ends an alert: the alert is resolved, or its subject is no longer watched. */
export function endsAlert(notice: Notice): boolean {
  return phaseOf(notice) === 'over';
}

/** Whether the event bus gets a notice: it is not muted, and is no reminder except that at the end of a mute. */
export function isTransition(notice: Notice): boolean {
  const isUnmuted = 'afterMute' in notice && notice.afterMute;
  return notice.mutedBy === undefined && (phaseOf(notice) !== 'again' || isUnmuted);
}

export function severityOf(notice: Notice): Severity {
  if (endsAlert(notice)) return 'over';
  switch (notice.kind) {
    case 'limit':
      return notice.level ?? 'warn';
    case 'sight':
      return 'blind';
    case 'discovery':
      if (phaseOf(notice) === 'again' || notice.change === 'blind') return 'blind';
      return notice.change === 'unstaged' || notice.change === 'left-out' ? 'info' : 'warn';
    case 'mute-expired':
      return 'info';
    case 'subscriptions': {
      // Alerts are waiting for this topic, which cannot deliver them.
      const isLost = notice.problems.some(
        ({ problem, waiting }) => waiting > 0 && problem !== 'waiting-for-confirmation',
      );
      return isLost ? 'critical' : 'warn';
    }
    case 'jump':
    case 'state':
    case 'prune-role':
    case 'closed':
      return 'warn';
  }
}

/** The order of notices in a message. `blind` comes before `warn`: an unmeasured limit may be critical. */
const WORST_FIRST = [
  'critical',
  'state',
  'blind',
  'warn',
  'jump',
  'info',
  'closed',
  'over',
] as const;

function rankOf(notice: Notice): number {
  const { kind } = notice;
  if (kind === 'jump' || kind === 'closed' || kind === 'state') return WORST_FIRST.indexOf(kind);
  return WORST_FIRST.indexOf(kind === 'subscriptions' ? 'state' : severityOf(notice));
}

/** Compares notices for sorting: muted ones last, then by severity, new alerts first, the fullest limits first, by id. */
export function byWorst(a: Notice, b: Notice): number {
  return (
    Number(a.mutedBy !== undefined) - Number(b.mutedBy !== undefined) ||
    rankOf(a) - rankOf(b) ||
    Number(isFollowUp(a)) - Number(isFollowUp(b)) ||
    compareNumbers(fullness(b), fullness(a)) ||
    (a.id < b.id ? -1 : Number(a.id > b.id))
  );
}

function isFollowUp(notice: Notice): boolean {
  return ['again', 'better'].includes(phaseOf(notice));
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

/** Compares two numbers that may be infinite: any usage of a limit of 0 is infinitely full. */
function compareNumbers(a: number, b: number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
