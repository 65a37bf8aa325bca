import type { AccountRef } from '../../model/configuration.ts';
import type { Notice } from '../../model/notice.ts';
import { placeOf } from '../../model/target.ts';

interface NoticeSubject {
  /** The account that the notice is about, if any. */
  readonly account?: AccountRef;
  /** A Region, or `global` for account-wide subjects; absent when the notice is about no place. */
  readonly place?: string;
  /** The ids of the limits that the notice names. */
  readonly limits: readonly string[];
  /**
   * What the limits of a route are compared with: a limit id, `sight` (the visibility of a target) or
   * `prune-role`. The unknown limits of a target are not used, since they change while its alert is open, and
   * its group must not change.
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
