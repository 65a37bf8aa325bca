import type { S3Client } from '@aws-sdk/client-s3';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';

import type { PruneStore } from '../ports.ts';
import { withOperation, AwsCallError } from '../../aws/failures.ts';

const GET_OBJECT = 's3:GetObject';
const PUT_OBJECT = 's3:PutObject';

/** Where the documents of pruning lie, and whose writes these are. */
export interface PruneBucket {
  readonly bucket: string;
  /** Before each name, without a slash at its end. */
  readonly prefix: string;
  /** Tells a run's own writes from another's that say the same. */
  readonly runId: string;
}

/** An object as it was read: its text, and what a conditional write names it by. */
export interface StoredText {
  readonly text: string;
  readonly etag: string | undefined;
  readonly runId: string | undefined;
}

/** In the object's metadata: who wrote it. */
const WRITER = 'run';
/** S3 answers a conditional write with 409 while another one of the same key is under way. */
const CONFLICT_ATTEMPTS = 3;

/**
 * Documents in S3, each put on condition that there is none. A missing one is told from one that may
 * not be read: for that the role must be allowed s3:ListBucket, or S3 answers both alike.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function pruneStore(s3: S3Client, place: PruneBucket): PruneStore {
  return {
    read: async (name) => (await readText(s3, place, name))?.text,
    create: async (name, text) => {
      const put = await putText(s3, place, name, text, { IfNoneMatch: '*' });
      if (put) return 'created';
      // The SDK sends again what got no answer, and so may meet its own first attempt.
      const found = await readText(s3, place, name);
      return found?.text === text && found.runId === place.runId ? 'created' : 'exists';
    },
    locationOf: (name) => `s3://${place.bucket}/${keyOf(place, name)}`,
  };
}

function keyOf({ prefix }: PruneBucket, name: string): string {
  return `${prefix}/${name}`;
}

/** @returns undefined when there is none. @throws AwsCallError when nobody can tell. */
export async function readText(
  s3: S3Client,
  place: PruneBucket,
  name: string,
): Promise<StoredText | undefined> {
  try {
    return await withOperation(GET_OBJECT, async () => {
      const { Body, ETag, Metadata } = await s3.send(
        new GetObjectCommand({ Bucket: place.bucket, Key: keyOf(place, name) }),
      );
      const text = (await Body?.transformToString('utf-8')) ?? '';
      return { text, etag: ETag, runId: Metadata?.[WRITER] };
    });
  } catch (error) {
    if (error instanceof AwsCallError && error.failure.errorName === 'NoSuchKey') return undefined;
    throw error;
  }
}

type Condition = { readonly IfNoneMatch: '*' } | { readonly IfMatch: string };

/** @returns whether it was put; not when the condition does not hold. @throws AwsCallError when nobody can tell. */
export async function putText(
  s3: S3Client,
  place: PruneBucket,
  name: string,
  text: string,
  condition: Condition,
): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await withOperation(PUT_OBJECT, () =>
        s3.send(
          new PutObjectCommand({
            Bucket: place.bucket,
            Key: keyOf(place, name),
            Body: text,
            ContentType: 'text/plain; charset=utf-8',
            Metadata: { [WRITER]: place.runId },
            ...condition,
          }),
        ),
      );
      return true;
    } catch (error) {
      if (!(error instanceof AwsCallError)) throw error;
      const { errorName } = error.failure;
      // An object that has gone missing cannot match either.
      if (errorName === 'PreconditionFailed' || errorName === 'NoSuchKey') return false;
      if (errorName !== 'ConditionalRequestConflict' || attempt >= CONFLICT_ATTEMPTS) throw error;
    }
  }
}
