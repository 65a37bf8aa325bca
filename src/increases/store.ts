import { S3Client } from '@aws-sdk/client-s3';

import type { Connection } from '../aws/clients.ts';
import { makeClient } from '../aws/clients.ts';
import type { WrittenObject } from '../aws/state-object.ts';
import { StateObject } from '../aws/state-object.ts';
import type { ConfigurationFile } from '../model/configuration.ts';
import type { ReadFailure } from '../model/failure.ts';
import { increasesKey } from '../model/increase/increase.ts';
import type { Replaced } from '../model/stored-object.ts';
import type { StoredIncreases } from './decide/stored.ts';
import { encodeIncreases, parseIncreases } from './stored-json.ts';

export type LoadedIncreases =
  | { readonly kind: 'found'; readonly stored: StoredIncreases; readonly tag: string }
  | { readonly kind: 'missing' }
  /** `problem` follows the words "What the increase function remembers is damaged: ". */
  | { readonly kind: 'not-understood'; readonly problem: string }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/** What the increase function remembers, as one S3 object. Rejects only for bugs. */
export interface IncreaseStore {
  load(): Promise<LoadedIncreases>;
  /** Stored only where nothing else was stored since. */
  save(stored: StoredIncreases, replaced: Replaced): Promise<WrittenObject>;
}

export function increaseStore(
  connection: Connection,
  { deployment, state, tooling }: Pick<ConfigurationFile, 'deployment' | 'state' | 'tooling'>,
): IncreaseStore {
  const s3 = makeClient(S3Client, connection, { region: tooling.region });
  const object = new StateObject(s3, state.bucket, increasesKey(deployment));
  return {
    load: async () => {
      const read = await object.read();
      if (read.kind !== 'read') return read;
      const parsed = parseIncreases(new TextDecoder().decode(read.bytes), deployment);
      return parsed.ok
        ? { kind: 'found', stored: parsed.value, tag: read.tag }
        : { kind: 'not-understood', problem: parsed.fault };
    },
    save: (stored, replaced) => object.write(encodeIncreases(stored, deployment), replaced),
  };
}
