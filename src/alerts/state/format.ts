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
import { isReadable, migrated } from './migrations.ts';
import { memory } from './read-memories.ts';
import { at } from './figures.ts';
import { digest } from './read-notices.ts';
import { topicMemory } from './read-subscriptions.ts';
import type { Fields, Reader } from '../../documents/stored-values.ts';
import {
  day,
  finite,
  isTable,
  listOf,
  made,
  NotUnderstood,
  objectOf,
  pairOf,
  shown,
  tableOf,
  text,
  whole,
} from '../../documents/stored-values.ts';

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
  return JSON.stringify({ kind: KIND, savedBy, ...state });
}

/** The state of `deployment` in a stored text, migrated where it is older. Total: never throws. */
export function parseState(stored: string, deployment: string): ParsedState {
  let found: unknown;
  try {
    found = JSON.parse(stored);
  } catch {
    return notUnderstood('is not JSON');
  }
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
    return { kind: 'state', state: state(whole, ''), savedBy: text(whole['savedBy'], 'savedBy') };
  } catch (error) {
    if (error instanceof NotUnderstood) {
      return notUnderstood(`cannot be understood: ${error.message}`);
    }
    throw error;
  }
}

function notUnderstood(problem: string): ParsedState {
  return { kind: 'not-understood', problem };
}

const sample: Reader<DailySample> = objectOf((of) => ({
  day: of.get('day', day),
  used: of.get('used', finite),
}));

const days = (of: Fields) => ({
  firstDay: of.get('firstDay', day),
  lastDay: of.get('lastDay', day),
});

const aliasRecord: Reader<AliasRecord> = objectOf((of) => {
  const revision = of.maybe('revision', text);
  return {
    alias: of.get('alias', text),
    versions: of.get('versions', listOf(whole)),
    ...(revision !== undefined && { revision }),
    ...days(of),
  };
});

const claim: Reader<Claim> = objectOf((of) => ({
  runId: of.get('runId', text),
  until: of.get('until', at),
}));

const pending: Reader<PendingDigest> = objectOf((of) => ({
  digest: of.get('digest', digest),
  memories: of.get('memories', listOf(pairOf(made(text, subjectKey), memory))),
}));

const state: Reader<WatchState> = objectOf((of) => {
  const claimed = of.maybe('claim', claim);
  const publishedFor = of.maybe('publishedFor', listOf(at));
  return {
    version: STATE_VERSION,
    deployment: of.get('deployment', text),
    savedAt: of.get('savedAt', at),
    ...(claimed !== undefined && { claim: claimed }),
    ...(publishedFor !== undefined && { publishedFor }),
    pending: of.get('pending', listOf(pending)),
    memories: of.get('memories', tableOf(memory)),
    topics: of.get('topics', tableOf(topicMemory)),
    samples: of.get('samples', tableOf(listOf(sample))),
    aliases: of.get('aliases', tableOf(listOf(aliasRecord))),
    aliasesReadOn: of.get('aliasesReadOn', tableOf(objectOf(days))),
  };
});
