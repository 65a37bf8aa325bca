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
  /** The time of the run, as `timeOfRun` returns it. */
  readonly runAt: Instant;
  /** The deadline for saving. It is later than the deadline for reading. */
  readonly savingUntil: AbortSignal;
  readonly failed: (failure: ReadFailure) => void;
}

/**
 * Returns the store of readings: answers of AWS that later runs reuse. A save replaces only the object that was
 * opened, so if two runs overlap, the first save stays.
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
    /** Opens the readings of an account; without readings when they cannot be read. Rejects only for bugs. */
    open: async (account: AccountId) => {
      const found = await objectOf(reading, account).read();
      if (found.kind === 'failed') failed(found.failure);
      const stored = found.kind === 'read' ? new TextDecoder().decode(found.bytes) : '';
      const readings = parseReadings(stored, { deployment, account }) ?? new Map();
      const memory = new AccountMemory(readings, { clock, runAt });
      return {
        memory,
        /** Stores new readings. Resolves even when S3 fails. */
        save: async (): Promise<void> => {
          // Readings that could not be read must not be replaced.
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

/** If a run begins later than this after its scheduled time, its time is when it began. */
const LATE_MS = 15 * MINUTE_MS;

/**
 * Returns the time of a run: its scheduled time, unless it begins much later. Readings of aliases are used
 * for 18 hours, and a run that begins seconds late must still use those of the run 18 hours before.
 */
export function timeOfRun(now: Instant, scheduledAt: Instant | undefined): Instant {
  const isOnTime = scheduledAt !== undefined && scheduledAt <= now && now - scheduledAt <= LATE_MS;
  return isOnTime ? scheduledAt : now;
}
