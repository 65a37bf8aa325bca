import { S3Client } from '@aws-sdk/client-s3';

import { parseState } from './format.ts';
import type { LoadedState } from '../ports.ts';
import type { Connection } from '../../aws/clients.ts';
import { makeClient } from '../../aws/clients.ts';
import { StateObject } from '../../aws/state-object.ts';
import type { StateStoreSettings } from './store.ts';

/** What is remembered, read by somebody who changes nothing. */
export type StateRead = Extract<LoadedState, { readonly kind: 'found' | 'missing' | 'unreadable' }>;

/** Reads the alert memory as it lies there: unlike `load` of the store, nothing is set aside or restored. */
export async function readState(
  connection: Connection,
  { region, bucket, key, deployment }: Omit<StateStoreSettings, 'runId'>,
): Promise<StateRead> {
  const s3 = makeClient(S3Client, connection, { region });
  const object = await new StateObject(s3, bucket, key).read();
  if (object.kind === 'missing') return object;
  if (object.kind === 'failed') return { kind: 'unreadable', failure: object.failure };
  const parsed = parseState(new TextDecoder().decode(object.bytes), deployment);
  if (parsed.kind === 'state') return { kind: 'found', state: parsed.state, tag: object.tag };
  return {
    kind: 'unreadable',
    failure: {
      reason: 'malformed',
      operation: 's3:GetObject',
      errorName: 'StateNotUnderstood',
      message: parsed.problem,
      attempts: 1,
    },
    problem: parsed.problem,
  };
}
