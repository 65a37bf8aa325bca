import type { AccountRef } from '../../model/configuration.ts';
import type { Notice } from '../../model/notice.ts';
import { placeOf } from '../../model/target.ts';

interface NoticeSubject {
  /** Absent for a notice about no account. */
  readonly account?: AccountRef;
  /** A Region, or `global`. Absent where it does not apply. */
  readonly place?: string;
  /** The limits in it. */
  readonly limits: readonly string[];
  /**
   * The subject for routes: a limit, `sight` or `prune-role`. Not the unknown limits of a target: they change
   * while its alert is open, and its group must not.
   */
  readonly routed: string;
}

export function subjectOf(notice: Notice): NoticeSubject {
  switch (notice.kind) {
    case 'limit':
    case 'jump': {
      const { target, limit } = notice;
      return { account: target.account, place: placeOf(target), limits: [limit], routed: limit };
    }
    case 'sight': {
      const { kind, target, unseen } = notice;
      const limits = unseen.map(({ limit }) => limit);
      return { account: target.account, place: placeOf(target), limits, routed: kind };
    }
    case 'closed': {
      const { account, place, subject } = notice;
      return { account, place, limits: subject === 'sight' ? [] : [subject], routed: subject };
    }
    case 'prune-role':
      return { account: notice.account, limits: [], routed: notice.kind };
    case 'mute-expired':
    case 'state':
    case 'subscriptions':
    case 'discovery':
      return { limits: [], routed: '' };
  }
}

export function accountOf(notice: Notice): AccountRef | undefined {
  return subjectOf(notice).account;
}
