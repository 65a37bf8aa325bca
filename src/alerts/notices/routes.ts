import type { AccountRef, AlertSettings } from '../../model/configuration.ts';
import type { Notice } from '../../model/notice.ts';
import { covers } from './mutes.ts';

/** The messages of one group go to one topic, in one thread. */
export interface Group {
  /** Of the route that fits, else the account's stage. */
  readonly name: string;
  readonly topicArn: string;
}

/** What routes look at. */
interface Routed {
  readonly account: AccountRef;
  /** The limit's id, or `sight`: which limits cannot be told changes while a target is blind, its group must not. */
  readonly subject: string;
}

/** Where a notice goes: the first route that fits. `undefined` for one that is about no account. */
export function groupOf(notice: Notice, alerts: AlertSettings): Group | undefined {
  const routed = routedOf(notice);
  if (routed === undefined) return undefined;
  const { account, subject } = routed;
  const route = alerts.routes.find(
    ({ accounts, stages, limits }) =>
      (covers(accounts, account.id) || covers(accounts, account.name)) &&
      (stages.length === 0 || stages.includes(account.stage)) &&
      covers(limits, subject),
  );
  return route === undefined
    ? { name: account.stage, topicArn: alerts.topicArn }
    : { name: route.name, topicArn: route.topicArn };
}

function routedOf(notice: Notice): Routed | undefined {
  switch (notice.kind) {
    case 'limit':
    case 'jump':
      return { account: notice.target.account, subject: notice.limit };
    case 'sight':
      return { account: notice.target.account, subject: 'sight' };
    case 'closed':
      return { account: notice.account, subject: notice.subject };
    case 'prune-role':
      return { account: notice.account, subject: 'prune-role' };
    case 'mute-expired':
    case 'state':
    case 'subscriptions':
    case 'discovery':
      return undefined;
  }
}
