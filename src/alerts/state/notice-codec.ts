import type { Codec } from '../../documents/codec.ts';
import {
  figureWith,
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
import { list, number, oneOf, refined, text, wholeNumber } from '../../documents/values.ts';
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

export const level = oneOf(['warn', 'critical']);
export const cause = oneOf(['threshold', 'forecast']);

const id: Codec<NoticeId> = refined(
  text,
  (stored) => {
    const mark = stored.lastIndexOf('#');
    const made = noticeId(subjectKey(stored.slice(0, mark)), Number(stored.slice(mark + 1)));
    return made === stored ? made : undefined;
  },
  'the id of a notice',
);

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

const muteFields = { id: optional(text), owner: text, reason: text, until: epochTime };
const head = { id, at: epochTime, mutedBy: optional(record<MuteRef>(muteFields)) };
const afterMute = optional(oneOf([true]));

const limitNotice = record<LimitNotice>({
  ...head,
  kind: oneOf(['limit']),
  afterMute,
  change: oneOf(['raised', 'escalated', 'reminded', 'eased', 'recovered']),
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
  figure: optional(figureWith(epochTime)),
  stated: optional(responsibility),
  parent: optional(parent),
  inventory: optional(inventory),
});

const visibilityNotice = record<VisibilityNotice>({
  ...head,
  kind: oneOf(['sight']),
  afterMute,
  change: oneOf(['blind', 'still-blind', 'sighted']),
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

const closedNotice = record<ClosedNotice>({
  ...head,
  kind: oneOf(['closed']),
  account,
  place: text,
  subject: text,
  why: oneOf([
    'account removed',
    'Region removed',
    'limit removed',
    'Region not enabled',
    ...GONE_REASONS,
  ]),
  since: epochTime,
});

type MuteExpiredNotice = Extract<Notice, { kind: 'mute-expired' }>;

const muteExpiredNotice = record<MuteExpiredNotice>({
  ...head,
  kind: oneOf(['mute-expired']),
  mute: record<MuteExpiredNotice['mute']>({ ...muteFields, covers: text }),
});

const stateNotice = record<StateNotice>({
  ...head,
  kind: oneOf(['state']),
  store: optional(oneOf(['mutes'])),
  problem: text,
  remedy: text,
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

const discoveryNotice = record<DiscoveryNotice>({
  ...head,
  kind: oneOf(['discovery']),
  change: oneOf([
    'blind',
    'still-blind',
    'sighted',
    'unstaged',
    'left-out',
    'gone',
    'rule-problem',
  ]),
  problem: text,
  facts: list(text),
  remedy: optional(text),
  accounts: list(
    record<DiscoveryNotice['accounts'][number]>({ id: accountId, name: text, why: optional(text) }),
  ),
  count: wholeNumber,
});

const pruneRoleNotice = record<PruneRoleNotice>({
  ...head,
  kind: oneOf(['prune-role']),
  change: oneOf(['raised', 'reminded', 'recovered', 'closed']),
  account,
  why: optional(oneOf(['account removed', 'stage is now nonprod', ...GONE_REASONS])),
  since: epochTime,
});

/** A notice as it is stored in the state. */
export const notice: Codec<Notice> = variants('kind', [
  limitNotice,
  visibilityNotice,
  jumpNotice,
  closedNotice,
  muteExpiredNotice,
  stateNotice,
  subscriptionNotice,
  discoveryNotice,
  pruneRoleNotice,
]);

export const digest = record<Digest>({ group: text, topicArn: text, notices: list(notice) });
