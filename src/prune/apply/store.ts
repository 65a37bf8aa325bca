import type { ListObjectsV2CommandOutput, S3Client } from '@aws-sdk/client-s3';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';

import type { ListPlans, PruneStore } from '../ports.ts';
import { AwsCallError, withOperation } from '../../aws/failures.ts';
import { pages } from '../../aws/pages.ts';
import { journalPrefix, planIdIn, PLANS } from './documents.ts';

const GET_OBJECT = 's3:GetObject';
const PUT_OBJECT = 's3:PutObject';
const LIST_BUCKET = 's3:ListBucket';

export interface PruneBucket {
  readonly bucket: string;
  /** The prefix of all keys, without a trailing slash. */
  readonly prefix: string;
  /** The id of this run, stored with each object, so that a run recognises its own writes. */
  readonly runId: string;
}

export interface StoredText {
  readonly text: string;
  readonly etag: string | undefined;
  /** The id of the run that wrote the object; undefined if it has none. */
  readonly runId: string | undefined;
}

/** The S3 metadata key for the id of the run that wrote an object. */
const WRITER = 'run';
/** How many times a write is tried if S3 answers 409: another conditional write of the same key is in progress. */
const CONFLICT_ATTEMPTS = 3;

/**
 * Returns a store of documents in S3, which never replaces a document. Needs s3:ListBucket: without it S3 answers 403
 * for a document that does not exist. https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function pruneStore(s3: S3Client, place: PruneBucket): PruneStore {
  return {
    read: async (name) => (await readText(s3, place, name))?.text,
    create: async (name, text) => {
      const put = await putText(s3, place, name, text, { IfNoneMatch: '*' });
      if (put) return 'created';
      // The SDK may have retried a request that had succeeded: then the document is this run's own.
      const found = await readText(s3, place, name);
      return found?.text === text && found.runId === place.runId ? 'created' : 'exists';
    },
    locationOf: (name) => `s3://${place.bucket}/${keyOf(place, name)}`,
  };
}

function keyOf({ prefix }: PruneBucket, name: string): string {
  return `${prefix}/${name}`;
}

/** Reads an object; undefined if it does not exist. @throws AwsCallError when the read fails. */
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

/** Writes an object; false if the condition was not met. @throws AwsCallError when the write fails otherwise. */
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
      // S3 answers NoSuchKey to If-Match when the object was deleted.
      if (errorName === 'PreconditionFailed' || errorName === 'NoSuchKey') return false;
      if (errorName !== 'ConditionalRequestConflict' || attempt >= CONFLICT_ATTEMPTS) throw error;
    }
  }
}

/** Returns functions that list the stored plans. They reject when the listing fails. https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
export function planLister(s3: S3Client, { bucket, prefix }: PruneBucket): ListPlans {
  const list = (name: string, most?: number, token?: string) =>
    s3.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: `${prefix}/${name}`,
        ...(most !== undefined && { MaxKeys: most }),
        ...(token !== undefined && { ContinuationToken: token }),
      }),
    );
  return {
    planIds: () =>
      withOperation(LIST_BUCKET, async () => {
        const found: string[] = [];
        const all = pages<ListObjectsV2CommandOutput>(
          (token) => list(PLANS, undefined, token),
          ({ NextContinuationToken }) => NextContinuationToken,
        );
        for await (const { Contents = [] } of all) {
          for (const { Key = '' } of Contents) {
            const id = planIdIn(Key.slice(prefix.length + 1));
            if (id !== undefined) found.push(id);
          }
        }
        // Ids begin with the time, so this is the newest first.
        return found.toSorted().toReversed();
      }),
    hasBegun: (planId) =>
      withOperation(LIST_BUCKET, async () => {
        const { Contents = [] } = await list(journalPrefix(planId), 1);
        return Contents.length > 0;
      }),
  };
}
