import { accountId } from '../../model/aws-ids.ts';
import type { AccountRef } from '../../model/configuration.ts';
import { GONE_REASONS } from '../../model/discovery.ts';
import type { Digest, MuteRef, Notice, NoticeId } from '../../model/notice.ts';
import { noticeId, subjectKey } from '../../model/notice.ts';
import { account } from '../../documents/stored-account.ts';
import { amount, at, failure, jump } from './figures.ts';
import { inventoryIn, limit, limitNews, parentIn, statedIn, target } from './read-limit-news.ts';
import { topicProblem } from './read-subscriptions.ts';
import type { Fields, Reader } from '../../documents/stored-values.ts';
import { flag, listOf, made, objectOf, oneOf, text, whole } from '../../documents/stored-values.ts';

const id: Reader<NoticeId> = made(text, (stored) => {
  const mark = stored.lastIndexOf('#');
  const made = noticeId(subjectKey(stored.slice(0, mark)), Number(stored.slice(mark + 1)));
  if (made !== stored) throw new TypeError(`${JSON.stringify(stored)} is not the id of a notice`);
  return made;
});

const mute = (of: Fields): MuteRef => {
  const muteId = of.maybe('id', text);
  return {
    ...(muteId !== undefined && { id: muteId }),
    owner: of.get('owner', text),
    reason: of.get('reason', text),
    until: of.get('until', at),
  };
};

function unmutedIn(of: Fields): { readonly afterMute?: true } {
  return of.maybe('afterMute', flag) === true ? { afterMute: true } : {};
}

/** A notice as the state has it. */
export const notice: Reader<Notice> = objectOf((of): Notice => {
  const mutedBy = of.maybe('mutedBy', objectOf(mute));
  const said = {
    id: of.get('id', id),
    at: of.get('at', at),
    ...(mutedBy !== undefined && { mutedBy }),
  };
  const kind = of.get(
    'kind',
    oneOf(
      'limit',
      'sight',
      'jump',
      'closed',
      'mute-expired',
      'state',
      'subscriptions',
      'discovery',
      'prune-role',
    ),
  );
  switch (kind) {
    case 'limit':
      return { ...said, kind, ...unmutedIn(of), ...limitNews(of) };
    case 'sight':
      return {
        ...said,
        kind,
        ...unmutedIn(of),
        change: of.get('change', oneOf('blind', 'still-blind', 'sighted')),
        target: of.get('target', target),
        unseen: of.get(
          'unseen',
          listOf(
            objectOf((one) => {
              const used = one.maybe('used', amount);
              return {
                limit: one.get('limit', limit),
                failure: one.get('failure', failure),
                ...(used !== undefined && { used }),
              };
            }),
          ),
        ),
        since: of.get('since', at),
      };
    case 'jump':
      return {
        ...said,
        kind,
        target: of.get('target', target),
        limit: of.get('limit', limit),
        quota: of.get('quota', amount),
        jump: of.get('jump', jump),
        ...statedIn(of),
        ...parentIn(of),
        ...inventoryIn(of),
      };
    case 'closed':
      return {
        ...said,
        kind,
        account: of.get('account', account),
        place: of.get('place', text),
        subject: of.get('subject', text),
        why: of.get(
          'why',
          oneOf(
            'account removed',
            'Region removed',
            'limit removed',
            'Region not enabled',
            ...GONE_REASONS,
          ),
        ),
        since: of.get('since', at),
      };
    case 'mute-expired':
      return {
        ...said,
        kind,
        mute: of.get(
          'mute',
          objectOf((muted) => ({ ...mute(muted), covers: muted.get('covers', text) })),
        ),
      };
    case 'discovery':
      return { ...said, kind, ...discoveryNews(of) };
    case 'subscriptions':
      return {
        ...said,
        kind,
        problems: of.get('problems', listOf(topicProblem)),
        count: of.get('count', whole),
      };
    case 'prune-role': {
      const why = of.maybe(
        'why',
        oneOf('account removed', 'stage is now nonprod', ...GONE_REASONS),
      );
      return {
        ...said,
        kind,
        change: of.get('change', oneOf('raised', 'reminded', 'recovered', 'closed')),
        account: of.get('account', account),
        ...(why !== undefined && { why }),
        since: of.get('since', at),
      };
    }
    case 'state': {
      const store = of.maybe('store', oneOf('mutes'));
      return {
        ...said,
        kind,
        ...(store !== undefined && { store }),
        problem: of.get('problem', text),
        remedy: of.get('remedy', text),
      };
    }
  }
});

/** An account in a list of several. */
export const knownAccount = (of: Fields): Pick<AccountRef, 'id' | 'name'> => ({
  id: of.get('id', made(text, accountId)),
  name: of.get('name', text),
});

function discoveryNews(of: Fields) {
  const remedy = of.maybe('remedy', text);
  return {
    change: of.get(
      'change',
      oneOf('blind', 'still-blind', 'sighted', 'unstaged', 'left-out', 'gone', 'rule-problem'),
    ),
    problem: of.get('problem', text),
    facts: of.get('facts', listOf(text)),
    ...(remedy !== undefined && { remedy }),
    accounts: of.get(
      'accounts',
      listOf(
        objectOf((one) => {
          const why = one.maybe('why', text);
          return { ...knownAccount(one), ...(why !== undefined && { why }) };
        }),
      ),
    ),
    count: of.get('count', whole),
  };
}

export const digest: Reader<Digest> = objectOf((of) => ({
  group: of.get('group', text),
  topicArn: of.get('topicArn', text),
  notices: of.get('notices', listOf(notice)),
}));
