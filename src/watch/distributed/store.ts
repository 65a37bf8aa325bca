import type { S3Client } from '@aws-sdk/client-s3';

import { catchFailure } from '../../aws/failures.ts';
import { encode, parse } from '../../documents/codec.ts';
import { discovery } from '../../documents/discovery.ts';
import type { Parsed } from '../../documents/codec.ts';
import type { DiscoveryReport } from '../../model/discovery.ts';
import type { PruneBucket } from '../../prune/apply/store.ts';
import { putText, readText } from '../../prune/apply/store.ts';
import type { ReportDocument } from '../../report/ports.ts';
import type { StepStore } from '../ports.ts';

/** Returns the store for the documents of one distributed run. Their keys begin with the run's prefix. */
export function stepStore(s3: S3Client, place: PruneBucket): StepStore {
  return {
    read: (name) =>
      catchFailure<ReportDocument>(
        async () => {
          const found = await readText(s3, place, name);
          return found === undefined ? { kind: 'missing' } : { kind: 'read', text: found.text };
        },
        (failure) => ({ kind: 'failed', failure }),
      ),
    create: async (name, text) => {
      await putText(s3, place, name, text, { IfNoneMatch: '*' });
    },
    keyOf: (name) => `${place.prefix}/${name}`,
    nameOf: (key) =>
      key.startsWith(`${place.prefix}/`) ? key.slice(place.prefix.length + 1) : undefined,
  };
}

/** Thrown when a required document of a run is missing, or cannot be read or understood. */
export class StepDataUnreadable extends Error {
  override readonly name = 'StagesUnreadable';
}

/**
 * Reads and parses a required document.
 * @param what the document in words, for an error: `the targets of the run r`
 * @throws StepDataUnreadable
 */
export async function readStored<Value>(
  store: StepStore,
  name: string,
  what: string,
  parse: (text: string) => Parsed<Value>,
): Promise<Value> {
  const document = await store.read(name);
  switch (document.kind) {
    case 'missing':
      throw new StepDataUnreadable(`not stored: ${what}`);
    case 'failed': {
      const { operation, errorName, message } = document.failure;
      throw new StepDataUnreadable(
        `${what} cannot be read (${operation}: ${errorName}): ${message}`,
      );
    }
    case 'read': {
      const read = parse(document.text);
      if (read.ok) return read.value;
      throw new StepDataUnreadable(`${what} cannot be understood: ${read.fault}`);
    }
  }
}

const ACCOUNTS = 'accounts.json';

/**
 * Stores how a run discovered its accounts, unless it is stored already, and returns the stored report: the
 * event of the first step may be delivered twice.
 */
export async function storeAccounts(
  run: string,
  found: DiscoveryReport,
  store: StepStore,
): Promise<DiscoveryReport> {
  await store.create(ACCOUNTS, encode(found, discovery));
  return loadAccounts(run, store);
}

/** Returns how a run discovered its accounts. @throws StepDataUnreadable */
export function loadAccounts(run: string, store: StepStore): Promise<DiscoveryReport> {
  return readStored(store, ACCOUNTS, `how the run ${run} found its accounts`, (text) =>
    parse(text, discovery),
  );
}
