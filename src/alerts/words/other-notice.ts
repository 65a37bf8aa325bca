import type {
  JumpNotice,
  LimitNotice,
  Notice,
  PruneRoleNotice,
  SubscriptionNotice,
  VisibilityNotice,
} from '../../model/notice.ts';
import type { Quote } from '../../text/plain.ts';
import { untilText, utcText } from '../../text/times.ts';
import type { DigestContext } from './context.ts';
import type { NoticeDetails } from './notice-words.ts';

const MOST_SHOWN = 20;

type OtherNotice = Exclude<
  Notice,
  LimitNotice | JumpNotice | VisibilityNotice | SubscriptionNotice
>;

export function otherDetails(
  notice: OtherNotice,
  { limits }: Pick<DigestContext, 'limits'>,
  quote: Quote,
): NoticeDetails {
  switch (notice.kind) {
    case 'closed': {
      const { subject, why, since } = notice;
      const title = limits.find(({ id }) => id === subject)?.title ?? quote(subject);
      return {
        what: subject === 'sight' ? 'blind spot' : title,
        brief: `no longer watched (${why})`,
        facts: [
          `Open since ${utcText(since)}; closed: ${why}.`,
          'It is no longer measured, so its usage is unknown.',
        ],
      };
    }
    case 'mute-expired': {
      const { id, owner, reason, until, covers } = notice.mute;
      const steps = ['Remove the mute from watchdog.yml, or give it a new end date.'];
      return {
        what: '',
        brief: quote(covers),
        facts: [
          `It covered ${quote(covers)} until ${untilText(until)}.`,
          `Owner: ${quote(owner)}. Reason: ${quote(reason)}`,
          'Alerts that it covered are sent again from now on.',
        ],
        ...(id === undefined && { steps }),
      };
    }
    case 'state': {
      const { store, problem, remedy } = notice;
      return {
        what: store === 'mutes' ? 'a mute could not be used' : 'its stored state could not be used',
        facts: [quote(problem), quote(remedy)],
      };
    }
    case 'discovery': {
      const { problem, facts, remedy, accounts, count } = notice;
      const shown = accounts.slice(0, MOST_SHOWN);
      const more = count - shown.length;
      return {
        what: quote(problem),
        facts: [
          ...shown.map(
            ({ id, name, why }) =>
              `${quote(name)} (${id})${why === undefined ? '' : `: ${quote(why)}`}`,
          ),
          ...(more > 0 ? [`And ${more} more.`] : []),
          ...facts.map(quote),
        ],
        steps: remedy === undefined ? [] : [quote(remedy)],
      };
    }
    case 'prune-role':
      return pruneRoleDetails(notice);
  }
}

function pruneRoleDetails({ change, account, why, since }: PruneRoleNotice): NoticeDetails {
  switch (change) {
    case 'raised':
    case 'reminded':
      return {
        what: `prune role in ${account.stage === 'prod' ? 'a production account' : 'an account without a stage'}`,
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
      return { what: 'prune role removed', facts: [`It existed since ${utcText(since)}.`] };
    case 'closed':
      return {
        what: 'prune role, no longer checked',
        facts: [`${why ?? 'account removed'}. The role may still exist.`],
      };
  }
}
