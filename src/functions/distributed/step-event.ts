import { isTable } from '../../documents/codec.ts';
import { parseBatch, RUN_NAME } from '../../watch/distributed/documents.ts';
import type { Batch } from '../../watch/distributed/documents.ts';
import type { Instant } from '../../model/time.ts';
import { isTrue } from '../doctor-selection.ts';
import type { Key } from '../prune/prune-event.ts';
import { EventNotUnderstood, EventReader } from '../prune/prune-event.ts';
import { scheduledTime } from '../watch/event.ts';

/** The parsed event with which the state machine invokes the watch function for one step of a run. */
export type StepEvent =
  | { readonly step: 'targets'; readonly run: string; readonly scheduledAt?: Instant }
  | { readonly step: 'measure'; readonly batch: Batch }
  | {
      readonly step: 'judge';
      readonly run: string;
      readonly scheduledAt?: Instant;
      /** The output of the Distributed Map state, or the error that ended it. */
      readonly mapOutput: unknown;
    };

export function isStepEvent(event: unknown): boolean {
  return isTable(event) && Object.hasOwn(event, 'stage');
}

/**
 * Parses an event of the state machine:
 * - `{"stage":"targets","run":…,"asked":{}}`, where `asked` is the input of the execution
 * - `{"stage":"measure","item":…}`
 * - `{"stage":"judge","run":…,"asked":{},"map":…}`
 * @throws EventNotUnderstood with all faults, before any request.
 */
export function readStepEvent(event: unknown): StepEvent {
  const reader = new EventReader(event);
  const step = reader.required('stage', stepName);
  if (step === 'measure') {
    const batch = reader.required('item', item);
    reader.end();
    if (batch === undefined) throw new EventNotUnderstood('nothing was done. item: is missing');
    return { step, batch };
  }
  const run = reader.required('run', runName);
  const input = reader.required('asked', anything);
  const mapOutput = step === 'judge' ? reader.required('map', anything) : undefined;
  reader.end();
  if (step === undefined || run === undefined) throw new EventNotUnderstood('nothing was done.');
  const scheduledAt = readScheduledTime(input);
  const common = { run, ...(scheduledAt !== undefined && { scheduledAt }) };
  return step === 'judge' ? { step, ...common, mapOutput } : { step, ...common };
}

/** Returns the scheduled time in the input of an execution; undefined when a person started it. */
function readScheduledTime(input: unknown): Instant | undefined {
  const reader = new EventReader(input);
  reader.optional('watch', isTrue);
  const scheduledAt = reader.optional('scheduled', scheduledTime);
  reader.end();
  return scheduledAt;
}

const stepName: Key<StepEvent['step']> = {
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
