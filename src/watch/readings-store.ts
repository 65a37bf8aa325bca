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

/** What runs read in accounts and later ones may use: one object for each account, beside the state. */
export interface ReadingsStore {
  /** Empty where there is none, or none that can be read. Rejects only for bugs. */
  readonly open: (account: AccountId) => Promise<OpenedReadings>;
}

export interface OpenedReadings {
  readonly memory: AccountMemory;
  /** Stores what this run has read, if anything. Resolves whatever S3 answers: then the next run reads more. */
  readonly save: () => Promise<void>;
}

interface ReadingsSettings {
  /** The moment for which the run is, as `timeOfRun` gives it. */
  readonly runAt: Instant;
  /** Requests for saving may be under way until then, after the time for reading is up. */
  readonly savingUntil: AbortSignal;
  readonly failed: (failure: ReadFailure) => void;
}

/**
 * The readings of the accounts of a deployment. Saves only over what was opened: of two runs at once, the
 * readings of the first to save stay.
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
  /** `undefined` where it is not known what would be replaced. */
  readonly replaces: Replaced | undefined;
}

/** A run, or a batch of one, that begins later than this is taken for one of the moment when it begins. */
const LATE_MS = 15 * MINUTE_MS;

/**
 * The moment for which a run is: runs of a schedule begin seconds after their time, some later than others,
 * which must not make a reading of exactly 18 hours one that is too old.
 */
export function timeOfRun(now: Instant, scheduledAt: Instant | undefined): Instant {
  const isOnTime = scheduledAt !== undefined && scheduledAt <= now && now - scheduledAt <= LATE_MS;
  return isOnTime ? scheduledAt : now;
}
