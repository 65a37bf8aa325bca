import type { AlertSettings } from '../../model/configuration.ts';
import type { Notice } from '../../model/notice.ts';
import { covers, coversAccount } from './mutes.ts';
import { subjectOf } from './subject.ts';

/** The messages of one group go to one topic, in one thread. */
export interface Group {
  /** Of the route that fits, else the account's stage. */
  readonly name: string;
  readonly topicArn: string;
}

/** Where a notice goes: the first route that fits. `undefined` for one that is about no account. */
export function groupOf(notice: Notice, alerts: AlertSettings): Group | undefined {
  const { account, routed } = subjectOf(notice);
  if (account === undefined) return undefined;
  const route = alerts.routes.find(
    ({ accounts, stages, limits }) =>
      coversAccount(accounts, account) &&
      (stages.length === 0 || stages.includes(account.stage)) &&
      covers(limits, routed),
  );
  return route === undefined
    ? { name: account.stage, topicArn: alerts.topicArn }
    : { name: route.name, topicArn: route.topicArn };
}

/** The group of what is about no account, when no other message goes to the default topic. */
export function ownGroup({ topicArn }: Pick<AlertSettings, 'topicArn'>): Group {
  return { name: 'watchdog', topicArn };
}

export function groupKey({ name, topicArn }: Group): string {
  return JSON.stringify([name, topicArn]);
}
