import type { PruneRoleNotice } from '../../model/notice.ts';
import type { Particulars } from './notice-words.ts';
import { utcText } from '../../text/times.ts';

/** A prune role in an account that may never be pruned. */
export function pruneRoleWords({ change, account, why, since }: PruneRoleNotice): Particulars {
  const words = { brief: '', figures: [], holders: [], links: [] };
  switch (change) {
    case 'raised':
    case 'reminded':
      return {
        ...words,
        what:
          account.stage === 'prod'
            ? 'prune role in a production account'
            : 'prune role in an account without a stage',
        facts: [
          `First seen ${utcText(since)}.`,
          'Planning and pruning are refused in this account. Without the role, the watchdog cannot delete anything there.',
        ],
        steps: [
          'Delete the stack of member-prune-role.yml in this account, or its instance of the StackSet.',
          'If the account carries no production, correct its stage in watchdog.yml or in the organisation.',
        ],
      };
    case 'recovered':
      return {
        ...words,
        what: 'no prune role any more',
        facts: [`It was there since ${utcText(since)}.`],
        steps: [],
      };
    case 'closed':
      return {
        ...words,
        what: 'prune role, no longer checked',
        facts: [`${why ?? 'account removed'}. That does not say that the role is gone.`],
        steps: [],
      };
  }
}
