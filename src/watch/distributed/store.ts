import type { S3Client } from '@aws-sdk/client-s3';

import type { StageDocument, StageStore } from '../ports.ts';
import { catchFailure } from '../../aws/catch-failure.ts';
import type { PruneBucket } from '../../prune/apply/store.ts';
import { putText, readText } from '../../prune/apply/store.ts';

/** The documents of one distributed run, all below its own prefix. */
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
