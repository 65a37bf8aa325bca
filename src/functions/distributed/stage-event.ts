import { isTable } from '../../documents/codec.ts';
import { parseBatch, RUN_NAME } from '../../watch/distributed/documents.ts';
import type { Batch } from '../../watch/distributed/documents.ts';
import type { Instant } from '../../model/time.ts';
import { isTrue } from '../doctor-selection.ts';
import type { Key } from '../prune/prune-event.ts';
import { EventNotUnderstood, EventReader } from '../prune/prune-event.ts';
import { scheduledTime } from '../watch/event.ts';

/** A step that the state machine requests. */
export type StageEvent =
  | { readonly stage: 'targets'; readonly run: string; readonly scheduledAt?: Instant }
  | { readonly stage: 'measure'; readonly batch: Batch }
  | {
      readonly stage: 'judge';
      readonly run: string;
      readonly scheduledAt?: Instant;
      /** Output of the Distributed Map, or the error that ended it */
      readonly mapOutput: unknown;
    };

export function isStageEvent(event: unknown): boolean {
  return isTable(event) && Object.hasOwn(event, 'stage');
}

/**
 * - `{"stage":"targets","run":…,"asked":{}}`, where `asked` is what the execution was started with
 * - `{"stage":"measure","item":…}`
 * - `{"stage":"judge","run":…,"asked":{},"map":…}`
 * @throws EventNotUnderstood with all faults, before anything is touched.
 */
export function readStageEvent(event: unknown): StageEvent {
  const reader = new EventReader(event);
  const stage = reader.required('stage', stageName);
  if (stage === 'measure') {
    const batch = reader.required('item', item);
    reader.end();
    if (batch === undefined) throw new EventNotUnderstood('nothing was done. item: is missing');
    return { stage, batch };
  }
  const run = reader.required('run', runName);
  const asked = reader.required('asked', anything);
  const mapOutput = stage === 'judge' ? reader.required('map', anything) : undefined;
  reader.end();
  if (stage === undefined || run === undefined) throw new EventNotUnderstood('nothing was done.');
  const scheduledAt = readAsked(asked);
  const common = { run, ...(scheduledAt !== undefined && { scheduledAt }) };
  return stage === 'judge' ? { stage, ...common, mapOutput } : { stage, ...common };
}

/** The input of an execution: of a schedule, or empty when started by hand. */
function readAsked(asked: unknown): Instant | undefined {
  const reader = new EventReader(asked);
  reader.optional('watch', isTrue);
  const scheduledAt = reader.optional('scheduled', scheduledTime);
  reader.end();
  return scheduledAt;
}

const stageName: Key<StageEvent['stage']> = {
  read: (value) => (['targets', 'measure', 'judge'] as const).find((name) => name === value),
  expected: 'targets, measure or judge',
};

const runName: Key<string> = {
  read: (value) => (typeof value === 'string' && RUN_NAME.test(value) ? value : undefined),
  expected: 'the name of an execution, of at most 80 letters, digits, hyphens and underscores',
};

const item: Key<Batch> = {
  read: (value) => {
    const batch = parseBatch(JSON.stringify(value));
    return batch.ok ? batch.value : undefined;
  },
  expected: 'a batch as the stage before has written it',
};

const anything: Key<unknown> = { read: (value) => value, expected: 'there' };
