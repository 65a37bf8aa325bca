import { isTable, parseJson, shown, Unreadable } from '../../documents/codec.ts';
import { epochTime } from '../../documents/model-values.ts';
import { openRecord, optional, record } from '../../documents/records.ts';
import {
  list,
  number,
  oneOf,
  pair,
  refined,
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
  PendingDigest,
  WatchState,
} from '../../model/watch-state.ts';
import { STATE_VERSION } from '../../model/watch-state.ts';
import { day, memory, topicMemory } from './memory-codec.ts';
import { isReadable, migrated } from './migrations.ts';
import { digest } from './notice-codec.ts';

/** Tells a state from any other JSON that may have ended up under its key. */
const KIND = 'limits-watchdog/state';

export type ParsedState =
  | {
      readonly kind: 'state';
      readonly state: WatchState;
      /** The run that wrote it. */
      readonly savedBy: string;
    }
  /** `problem` goes on from "The state …". */
  | { readonly kind: 'not-understood'; readonly problem: string };

/** A state that nothing is remembered in. */
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

/** `state` as it is stored by the run `savedBy`. `parseState` gives the same state back. */
export function encodeState(state: WatchState, savedBy: string): string {
  return JSON.stringify({ kind: KIND, savedBy, ...stateCodec.write(state) });
}

/** The state of `deployment` in a stored text, migrated where it is older. Total: never throws. */
export function parseState(stored: string, deployment: string): ParsedState {
  const found = parseJson(stored);
  if (found === undefined) return notUnderstood('is not JSON');
  if (!isTable(found) || found['kind'] !== KIND) return notUnderstood('is not one of a watchdog');
  const { version, deployment: owner } = found;
  if (!isReadable(version)) {
    return notUnderstood(
      `has version ${shown(version)}, and this release reads versions up to ${STATE_VERSION}`,
    );
  }
  if (owner !== deployment) {
    return notUnderstood(`belongs to the deployment ${shown(owner)}, not to this one`);
  }
  try {
    const whole = migrated(found, version);
    return { kind: 'state', ...savedBy.read(whole), state: stateCodec.read(whole) };
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
      memories: list(pair(refined(text, subjectKey, 'the key of a subject'), memory)),
    }),
  ),
  memories: table(memory),
  topics: table(topicMemory),
  samples: table(list(record<DailySample>({ day, used: number }))),
  aliases: table(list(aliasRecord)),
  aliasesReadOn: table(record(days)),
});
