import { S3Client } from '@aws-sdk/client-s3';

import type { Connection } from '../aws/clients.ts';
import { makeClient } from '../aws/clients.ts';
import { StateObject } from '../aws/state-object.ts';
import { encodeReadings, parseReadings, readingsKey } from '../limits/remembered/format.ts';
import { AccountMemory } from '../limits/remembered/memory.ts';
import type { AccountReadings } from '../limits/remembered/format.ts';
import type { AccountId } from '../model/aws-ids.ts';
import type { ConfigurationFile } from '../model/configuration.ts';
import type { ReadFailure } from '../model/failure.ts';
import type { Replaced } from '../model/stored-object.ts';
import type { Instant } from '../model/time.ts';
import { MINUTE_MS } from '../model/time.ts';

/** Readings of earlier runs: one object for each account, beside the state. */
export interface ReadingsStore {
  /** Empty where none can be read. Rejects only for bugs. */
  readonly open: (account: AccountId) => Promise<OpenedReadings>;
}

export interface OpenedReadings {
  readonly memory: AccountMemory;
  /** Stores new readings. Resolves whatever S3 answers. */
  readonly save: () => Promise<void>;
}

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
): ReadingsStore {
  const { region } = tooling;
  const { clock } = connection;
  const reading = makeClient(S3Client, connection, { region });
  const writing = makeClient(S3Client, { ...connection, signal: savingUntil }, { region });
  const objectOf = (s3: S3Client, account: AccountId) =>
    new StateObject(s3, state.bucket, readingsKey(deployment, account));

  async function load(account: AccountId): Promise<StoredReadings> {
    const found = await objectOf(reading, account).read();
    if (found.kind === 'failed') failed(found.failure);
    if (found.kind !== 'read') {
      return { readings: new Map(), replaces: found.kind === 'missing' ? 'nothing' : undefined };
    }
    const stored = new TextDecoder().decode(found.bytes);
    const readings = parseReadings(stored, { deployment, account });
    return { readings: readings ?? new Map(), replaces: { tag: found.tag } };
  }

  return {
    open: async (account) => {
      const { readings, replaces } = await load(account);
      const memory = new AccountMemory(readings, { clock, runAt });
      return {
        memory,
        save: async () => {
          if (replaces === undefined || !memory.hasChanged) return;
          const text = encodeReadings(memory.readings(), { deployment, account });
          const saved = await objectOf(writing, account).write(text, replaces);
          if (saved.kind === 'failed') failed(saved.failure);
        },
      };
    },
  };
}

interface StoredReadings {
  readonly readings: AccountReadings;
  /** `undefined` where it is unknown. */
  readonly replaces: Replaced | undefined;
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
