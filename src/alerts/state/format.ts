import { isTable, parseJson, valueText, Unreadable } from '../../documents/codec.ts';
import { account, accountId, epochTime } from '../../documents/model-values.ts';
import { openRecord, optional, record } from '../../documents/records.ts';
import {
  flag,
  list,
  number,
  oneOf,
  pair,
  restrict,
  table,
  text,
  wholeNumber,
} from '../../documents/values.ts';
import { subjectKey } from '../../model/notice.ts';
import type { Instant } from '../../model/time.ts';
import type {
  AliasRecord,
  Claim,
  DailySample,
  DiscoveryMemory,
  NamedAccount,
  LimitMemory,
  Memory,
  OnceMemory,
  PendingDigest,
  PruneRoleMemory,
  VisibilityMemory,
  WatchState,
} from '../../model/watch-state.ts';
import { STATE_VERSION } from '../../model/watch-state.ts';
import { cause, digest, level } from './notice-codec.ts';
import type { Codec } from '../../documents/codec.ts';
import { variants } from '../../documents/variants.ts';
import type { TopicMemory } from '../../model/subscriptions.ts';
import { TOPIC_PROBLEMS } from '../../model/subscriptions.ts';

const KIND = 'limits-watchdog/state';

export type ParsedState =
  | {
      readonly kind: 'state';
      readonly state: WatchState;
      readonly savedBy: string;
    }
  /** `problem` completes a sentence that begins with "The state". */
  | { readonly kind: 'not-understood'; readonly problem: string };

export function emptyState(deployment: string, now: Instant): WatchState {
  return {
    version: STATE_VERSION,
    deployment,
    savedAt: now,
    pending: [],
    memories: {},
    topics: {},
    samples: {},
    aliases: {},
    aliasesReadOn: {},
  };
}

/** Returns the stored text, from which `parseState` reads the same state. */
export function encodeState(state: WatchState, savedBy: string): string {
  return JSON.stringify({ kind: KIND, savedBy, ...stateCodec.write(state) });
}

/** Reads the state of `deployment` from a stored text, migrated to this version. A fault is returned, not thrown. */
export function parseState(stored: string, deployment: string): ParsedState {
  const found = parseJson(stored);
  if (found === undefined) return notUnderstood('is not JSON');
  if (!isTable(found) || found['kind'] !== KIND) return notUnderstood('is not one of a watchdog');
  const { version, deployment: owner } = found;
  if (!isReadable(version)) {
    return notUnderstood(
      `has version ${valueText(version)}, and this release reads versions up to ${STATE_VERSION}`,
    );
  }
  if (owner !== deployment) {
    return notUnderstood(`belongs to the deployment ${valueText(owner)}, not to this one`);
  }
  try {
    const current = migrate(found, version);
    return { kind: 'state', ...savedBy.read(current), state: stateCodec.read(current) };
  } catch (error) {
    if (error instanceof Unreadable) {
      return notUnderstood(`cannot be understood: ${error.detail}`);
    }
    throw error;
  }
}

function notUnderstood(problem: string): ParsedState {
  return { kind: 'not-understood', problem };
}

const day = restrict(
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

const memory: Codec<Memory> = variants('kind', [
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

const topicMemory = record<TopicMemory>({
  firstSeenAt: epochTime,
  reported: optional(
    record({ at: epochTime, problem: oneOf(TOPIC_PROBLEMS), waiting: flag, sent: flag }),
  ),
});

const days = { firstDay: day, lastDay: day };

const aliasRecord = record<AliasRecord>({
  alias: text,
  versions: list(wholeNumber),
  revision: optional(text),
  ...days,
});

const savedBy = openRecord({ savedBy: text });

const stateCodec = openRecord<WatchState>({
  version: oneOf([STATE_VERSION]),
  deployment: text,
  savedAt: epochTime,
  claim: optional(record<Claim>({ runId: text, until: epochTime })),
  publishedFor: optional(list(epochTime)),
  pending: list(
    record<PendingDigest>({
      digest,
      memories: list(pair(restrict(text, subjectKey, 'the key of a subject'), memory)),
    }),
  ),
  memories: table(memory),
  topics: table(topicMemory),
  samples: table(list(record<DailySample>({ day, used: number }))),
  aliases: table(list(aliasRecord)),
  aliasesReadOn: table(record(days)),
});

type StoredFields = Readonly<Record<string, unknown>>;

type Migration = (older: StoredFields) => StoredFields;

/**
 * The migrations, by the version that each starts from. A field that changes its meaning needs one; a new field
 * does not.
 */
const MIGRATIONS: readonly Migration[] = [fromBeforePending, fromBeforeTopics];

/** Migrates version 0, which was never released; it shows how a migration is written. */
function fromBeforePending(older: StoredFields): StoredFields {
  return { ...older, version: 1, pending: [], aliases: {}, aliasesReadOn: {} };
}

/** Migrates version 1, which had no topics: every topic is new to the next run. */
function fromBeforeTopics(older: StoredFields): StoredFields {
  return { ...older, version: 2, topics: {} };
}

function isReadable(version: unknown): version is number {
  return Number.isInteger(version) && Number(version) >= 0 && Number(version) <= STATE_VERSION;
}

function migrate(stored: StoredFields, version: number): StoredFields {
  return MIGRATIONS.slice(version, STATE_VERSION).reduce(
    (older, migrate) => migrate(older),
    stored,
  );
}
