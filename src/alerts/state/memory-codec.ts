import type { Codec } from '../../documents/codec.ts';
import { account, accountId, epochTime } from '../../documents/model-values.ts';
import { optional, record } from '../../documents/records.ts';
import { flag, list, oneOf, refined, text, wholeNumber } from '../../documents/values.ts';
import { variants } from '../../documents/variants.ts';
import type { TopicMemory } from '../../model/subscriptions.ts';
import { TOPIC_PROBLEMS } from '../../model/subscriptions.ts';
import type {
  DiscoveryMemory,
  NamedAccount,
  LimitMemory,
  Memory,
  OnceMemory,
  PruneRoleMemory,
  VisibilityMemory,
} from '../../model/watch-state.ts';
import { cause, level } from './notice-codec.ts';

/** A day as samples name it: `2026-11-22`. */
export const day = refined(
  text,
  (named) =>
    /^\d{4}-\d{2}-\d{2}$/.test(named) && !Number.isNaN(Date.parse(named)) ? named : undefined,
  'a day such as 2026-11-22',
);

const times = { since: epochTime, toldAt: epochTime };
const openAlert = { ...times, muted: flag, neverTold: optional(oneOf([true])) };
const targetFields = { account, place: text };
const lastFields = { lastToldAt: optional(epochTime), sequence: wholeNumber };

const limitMemory = record<LimitMemory>({
  kind: oneOf(['limit']),
  ...targetFields,
  limit: text,
  open: optional(
    record<NonNullable<LimitMemory['open']>>({
      level,
      cause,
      ...openAlert,
      noForecastSince: optional(epochTime),
      increase: optional(text),
    }),
  ),
  ...lastFields,
  jumpDay: optional(day),
});

const visibilityMemory = record<VisibilityMemory>({
  kind: oneOf(['sight']),
  ...targetFields,
  open: optional(record<NonNullable<VisibilityMemory['open']>>({ reasons: text, ...openAlert })),
  ...lastFields,
});

const openSince = optional(record(times));

export const memory: Codec<Memory> = variants('kind', [
  limitMemory,
  visibilityMemory,
  record<OnceMemory>({ kind: oneOf(['once']), at: epochTime, sequence: wholeNumber }),
  record<DiscoveryMemory>({
    kind: oneOf(['discovery']),
    accounts: list(record<NamedAccount>({ id: accountId, name: text })),
    open: openSince,
    sequence: wholeNumber,
  }),
  record<PruneRoleMemory>({
    kind: oneOf(['prune-role']),
    account,
    open: openSince,
    sequence: wholeNumber,
  }),
]);

export const topicMemory = record<TopicMemory>({
  firstSeenAt: epochTime,
  reported: optional(
    record({ at: epochTime, problem: oneOf(TOPIC_PROBLEMS), waiting: flag, sent: flag }),
  ),
});
