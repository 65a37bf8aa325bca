import type { S3Client } from '@aws-sdk/client-s3';

import { catchFailure } from '../../aws/failures.ts';
import { encode, parse } from '../../documents/codec.ts';
import { discovery } from '../../documents/discovery.ts';
import type { Parsed } from '../../documents/codec.ts';
import type { DiscoveryReport } from '../../model/discovery.ts';
import type { PruneBucket } from '../../prune/apply/store.ts';
import { putText, readText } from '../../prune/apply/store.ts';
import type { StageDocument, StageStore } from '../ports.ts';

/** The documents of one distributed run, below its prefix. */
export function stageStore(s3: S3Client, place: PruneBucket): StageStore {
  return {
    read: (name) =>
      catchFailure<StageDocument>(
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

/** A required document of the run cannot be used. */
export class StagesUnreadable extends Error {
  override readonly name = 'StagesUnreadable';
}

/**
 * The value of a required document.
 * @param what for people: `the targets of the run r`
 * @throws StagesUnreadable
 */
export async function readStored<Value>(
  store: StageStore,
  name: string,
  what: string,
  parse: (text: string) => Parsed<Value>,
): Promise<Value> {
  const document = await store.read(name);
  switch (document.kind) {
    case 'missing':
      throw new StagesUnreadable(`not stored: ${what}`);
    case 'failed': {
      const { operation, errorName, message } = document.failure;
      throw new StagesUnreadable(`${what} cannot be read (${operation}: ${errorName}): ${message}`);
    }
    case 'read': {
      const read = parse(document.text);
      if (read.ok) return read.value;
      throw new StagesUnreadable(`${what} cannot be understood: ${read.fault}`);
    }
  }
}

const ACCOUNTS = 'accounts.json';

/**
 * Stores how the accounts of a run were found, and returns the stored report: the first step may be delivered
 * twice.
 */
export async function storeAccounts(
  run: string,
  found: DiscoveryReport,
  store: StageStore,
): Promise<DiscoveryReport> {
  await store.create(ACCOUNTS, encode(found, discovery));
  return loadAccounts(run, store);
}

/** @throws StagesUnreadable: judging needs to know whether all accounts were found. */
export function loadAccounts(run: string, store: StageStore): Promise<DiscoveryReport> {
  return readStored(store, ACCOUNTS, `how the run ${run} found its accounts`, (text) =>
    parse(text, discovery),
  );
}
