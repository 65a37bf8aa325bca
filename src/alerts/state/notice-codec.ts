import type { Codec } from '../../documents/codec.ts';
import {
  figureTimeWith,
  forecast,
  increaseWith,
  ownIncreaseWith,
  parent,
} from '../../documents/findings.ts';
import { inventoryWith } from '../../documents/inventory.ts';
import {
  account,
  accountId,
  epochTime,
  failure,
  limitId,
  quantity,
  region,
  responsibility,
} from '../../documents/model-values.ts';
import { optional, record } from '../../documents/records.ts';
import { list, number, oneOf, restrict, text, wholeNumber } from '../../documents/values.ts';
import { variants } from '../../documents/variants.ts';
import { GONE_REASONS } from '../../model/discovery.ts';
import type {
  ClosedNotice,
  Digest,
  DiscoveryNotice,
  Jump,
  JumpNotice,
  LimitNotice,
  MuteRef,
  Notice,
  NoticeId,
  PruneRoleNotice,
  VisibilityNotice,
  StateNotice,
  SubscriptionNotice,
  UnseenLimit,
} from '../../model/notice.ts';
import { noticeId, subjectKey } from '../../model/notice.ts';
import type { TopicProblem } from '../../model/subscriptions.ts';
import { TOPIC_PROBLEMS, TOPIC_ROLES } from '../../model/subscriptions.ts';
import type { Target } from '../../model/target.ts';
import type { Instant } from '../../model/time.ts';

export const level = oneOf(['warn', 'critical']);
export const cause = oneOf(['threshold', 'forecast']);

export const noticeIdCodec: Codec<NoticeId> = restrict(
  text,
  (stored) => {
    const mark = stored.lastIndexOf('#');
    const made = noticeId(subjectKey(stored.slice(0, mark)), Number(stored.slice(mark + 1)));
    return made === stored ? made : undefined;
  },
  'the id of a notice',
);

type MuteExpiredNotice = Extract<Notice, { kind: 'mute-expired' }>;

export const limitChange = oneOf(['raised', 'escalated', 'reminded', 'eased', 'recovered']);
export const visibilityChange = oneOf(['blind', 'still-blind', 'sighted']);
export const pruneRoleChange = oneOf(['raised', 'reminded', 'recovered', 'closed']);

/**
 * The fields that notices have alike in the state and in JSON for receivers.
 * @param at the form of times
 * @param outside the form of texts that people and AWS have written
 */
export function noticeFields(at: Codec<Instant>, outside: Codec<string>) {
  const mute = { id: optional(outside), owner: outside, reason: outside, until: at };
  return {
    mute: record<MuteRef>(mute),
    muteExpired: {
      mute: record<MuteExpiredNotice['mute']>({ ...mute, covers: outside }),
    },
    closed: {
      subject: text,
      why: oneOf([
        'account removed',
        'Region removed',
        'limit removed',
        'Region not enabled',
        ...GONE_REASONS,
      ]),
      since: at,
    },
    state: { store: optional(oneOf(['mutes'])), problem: outside, remedy: outside },
    discovery: {
      change: oneOf([
        'blind',
        'still-blind',
        'sighted',
        'unstaged',
        'left-out',
        'gone',
        'rule-problem',
      ]),
      problem: outside,
      facts: list(outside),
      remedy: optional(outside),
      accounts: list(
        record<DiscoveryNotice['accounts'][number]>({
          id: accountId,
          name: outside,
          why: optional(text),
        }),
      ),
      count: wholeNumber,
    },
    pruneRole: {
      why: optional(oneOf(['account removed', 'stage is now nonprod', ...GONE_REASONS])),
      since: at,
    },
  };
}

const target: Codec<Target> = variants('scope', [
  record({ scope: oneOf(['account']), account }),
  record({
    scope: oneOf(['region']),
    account,
    region,
    origin: oneOf(['account', 'default']),
  }),
]);

const jump = record<Jump>({ from: quantity, to: quantity, sinceDays: number, usual: number });
const inventory = inventoryWith(epochTime);
const fields = noticeFields(epochTime, text);
const head = { id: noticeIdCodec, at: epochTime, mutedBy: optional(fields.mute) };
const afterMute = optional(oneOf([true]));

const limitNotice = record<LimitNotice>({
  ...head,
  kind: oneOf(['limit']),
  afterMute,
  change: limitChange,
  target,
  limit: limitId,
  used: quantity,
  quota: quantity,
  since: epochTime,
  level: optional(level),
  cause: optional(cause),
  forecast: optional(forecast),
  increase: optional(increaseWith(quantity, epochTime)),
  ownIncrease: optional(ownIncreaseWith(quantity, epochTime)),
  weekGrowth: optional(number),
  jump: optional(jump),
  figure: optional(figureTimeWith(epochTime)),
  stated: optional(responsibility),
  parent: optional(parent),
  inventory: optional(inventory),
});

const visibilityNotice = record<VisibilityNotice>({
  ...head,
  kind: oneOf(['sight']),
  afterMute,
  change: visibilityChange,
  target,
  unseen: list(record<UnseenLimit>({ limit: limitId, failure, used: optional(quantity) })),
  since: epochTime,
});

const jumpNotice = record<JumpNotice>({
  ...head,
  kind: oneOf(['jump']),
  target,
  limit: limitId,
  quota: quantity,
  jump,
  stated: optional(responsibility),
  parent: optional(parent),
  inventory: optional(inventory),
});

const subscriptionNotice = record<SubscriptionNotice>({
  ...head,
  kind: oneOf(['subscriptions']),
  problems: list(
    record<TopicProblem>({
      topicArn: text,
      role: oneOf(TOPIC_ROLES),
      name: text,
      problem: oneOf(TOPIC_PROBLEMS),
      waiting: wholeNumber,
      pending: list(text),
      missing: list(text),
      failure: optional(failure),
    }),
  ),
  count: wholeNumber,
});

const notice: Codec<Notice> = variants('kind', [
  limitNotice,
  visibilityNotice,
  jumpNotice,
  record<ClosedNotice>({
    ...head,
    kind: oneOf(['closed']),
    account,
    place: text,
    ...fields.closed,
  }),
  record<MuteExpiredNotice>({ ...head, kind: oneOf(['mute-expired']), ...fields.muteExpired }),
  record<StateNotice>({ ...head, kind: oneOf(['state']), ...fields.state }),
  subscriptionNotice,
  record<DiscoveryNotice>({ ...head, kind: oneOf(['discovery']), ...fields.discovery }),
  record<PruneRoleNotice>({
    ...head,
    kind: oneOf(['prune-role']),
    change: pruneRoleChange,
    account,
    ...fields.pruneRole,
  }),
]);

export const digest = record<Digest>({ group: text, topicArn: text, notices: list(notice) });
