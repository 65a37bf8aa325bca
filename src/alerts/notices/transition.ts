import type { Notice } from '../../model/notice.ts';

/**
 * Whether a notice is news to who is sent no muted ones: a reminder is where a mute has just ended, and else says
 * that nothing has changed.
 */
export function isTransition(notice: Notice): boolean {
  if (notice.mutedBy !== undefined) return false;
  switch (notice.kind) {
    case 'limit':
      return notice.change !== 'reminded' || notice.afterMute === true;
    case 'sight':
      return notice.change !== 'still-blind' || notice.afterMute === true;
    case 'prune-role':
      return notice.change !== 'reminded';
    case 'discovery':
      return notice.change !== 'still-blind';
    case 'jump':
    case 'closed':
    case 'mute-expired':
    case 'state':
    case 'subscriptions':
      return true;
  }
}
