import type { Notice } from '../../model/notice.ts';

/** Whether something has changed: a reminder says that it has not. */
export function isTransition(notice: Notice): boolean {
  switch (notice.kind) {
    case 'limit':
    case 'prune-role':
      return notice.change !== 'reminded';
    case 'sight':
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
