import { S3Client } from '@aws-sdk/client-s3';

import type { Connection } from '../aws/clients.ts';
import { makeClient } from '../aws/clients.ts';
import { StateObject } from '../aws/state-object.ts';
import { encodeReadings, parseReadings, readingsKey } from '../limits/remembered/format.ts';
import { AccountMemory } from '../limits/remembered/memory.ts';
import type { AccountId } from '../model/aws-ids.ts';
import type { ConfigurationFile } from '../model/configuration.ts';
import type { ReadFailure } from '../model/failure.ts';
import type { Instant } from '../model/time.ts';
import { MINUTE_MS } from '../model/time.ts';

export type ReadingsStore = ReturnType<typeof readingsStore>;
export type OpenedReadings = Awaited<ReturnType<ReadingsStore['open']>>;

interface ReadingsSettings {
  /** As `timeOfRun` returns it. */
  readonly runAt: Instant;
  /** Deadline of saving, after that of reading. */
  readonly savingUntil: AbortSignal;
  readonly failed: (failure: ReadFailure) => void;
}

/**
 * The readings of a deployment. A save replaces only what was opened: of two runs at once, the first save
 * stays.
 */
export function readingsStore(
  connection: Connection,
  { deployment, state, tooling }: Pick<ConfigurationFile, 'deployment' | 'state' | 'tooling'>,
  { runAt, savingUntil, failed }: ReadingsSettings,
) {
  const { region } = tooling;
  const { clock } = connection;
  const reading = makeClient(S3Client, connection, { region });
  const writing = makeClient(S3Client, { ...connection, signal: savingUntil }, { region });
  const objectOf = (s3: S3Client, account: AccountId) =>
    new StateObject(s3, state.bucket, readingsKey(deployment, account));

  return {
    /** Empty where none can be read. Rejects only for bugs. */
    open: async (account: AccountId) => {
      const found = await objectOf(reading, account).read();
      if (found.kind === 'failed') failed(found.failure);
      const stored = found.kind === 'read' ? new TextDecoder().decode(found.bytes) : '';
      const readings = parseReadings(stored, { deployment, account }) ?? new Map();
      const memory = new AccountMemory(readings, { clock, runAt });
      return {
        memory,
        /** Stores new readings. Resolves whatever S3 answers. */
        save: async (): Promise<void> => {
          // Unread readings are not replaced.
          if (found.kind === 'failed' || !memory.hasChanged) return;
          const replaces = found.kind === 'read' ? { tag: found.tag } : 'nothing';
          const text = encodeReadings(memory.readings(), { deployment, account });
          const saved = await objectOf(writing, account).write(text, replaces);
          if (saved.kind === 'failed') failed(saved.failure);
        },
      };
    },
  };
}

/** A run, or batch, that begins later than this counts as one of its start. */
const LATE_MS = 15 * MINUTE_MS;

/**
 * The time of a run. Scheduled runs begin seconds late, which must not make a reading of exactly 18 hours too
 * old.
 */
export function timeOfRun(now: Instant, scheduledAt: Instant | undefined): Instant {
  const isOnTime = scheduledAt !== undefined && scheduledAt <= now && now - scheduledAt <= LATE_MS;
  return isOnTime ? scheduledAt : now;
}
