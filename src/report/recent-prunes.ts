import type { ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';

import type { Region } from '../model/aws-ids.ts';
import type { ReportedPrune, ReportedPrunes } from '../model/run-report.ts';
import type { Connection } from '../aws/clients.ts';
import { makeClient } from '../aws/clients.ts';
import { withOperation, AwsCallError, IncompleteAnswer } from '../aws/failures.ts';
import { pages, required } from '../aws/pages.ts';
import { GET_OBJECT } from '../aws/state-object.ts';

const LIST_BUCKET = 's3:ListBucket';
/** Of all accounts together. */
const MOST = 10;
/** Many times what a prune of every Region leaves. More is something else, and may be more than there is memory. */
const MOST_BYTES = 1_000_000;

/** Where the documents of ended prunes lie. */
export interface EndedPrunes {
  readonly region: Region;
  readonly bucket: string;
  /** With a slash at its end. */
  readonly prefix: string;
  /** Undefined for what is no such document. */
  readonly parse: (text: string) => ReportedPrune | undefined;
}

/**
 * The prunes that ended last, newest first. One that cannot be read is a failure of all: a list with a
 * hole looks like one without. Resolves whatever AWS answers.
 */
export async function recentPrunes(
  connection: Connection,
  place: EndedPrunes,
): Promise<ReportedPrunes> {
  const s3 = makeClient(S3Client, connection, { region: place.region });
  try {
    const keys = await withOperation(LIST_BUCKET, () => newest(s3, place));
    const found = await Promise.all(keys.map((key) => read(s3, place, key)));
    const prunes = found.filter((one) => one !== undefined);
    return { kind: 'read', prunes: prunes.toSorted((a, b) => b.endedAt - a.endedAt) };
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
    return { kind: 'failed', failure: error.failure };
  }
}

async function newest(s3: S3Client, { bucket, prefix }: EndedPrunes): Promise<readonly string[]> {
  const listed: { readonly key: string; readonly bytes: number; readonly at: number }[] = [];
  const listing = pages<ListObjectsV2CommandOutput>(
    (token) =>
      s3.send(
        new ListObjectsV2Command({
          Bucket: bucket,
          Prefix: prefix,
          ...(token !== undefined && { ContinuationToken: token }),
        }),
      ),
    ({ NextContinuationToken }) => NextContinuationToken,
  );
  for await (const { Contents = [] } of listing) {
    for (const { Key, LastModified, Size } of Contents) {
      listed.push({
        key: required(Key, 'Key'),
        bytes: required(Size, 'Size'),
        at: required(LastModified, 'LastModified').getTime(),
      });
    }
  }
  const last = listed.toSorted((a, b) => b.at - a.at).slice(0, MOST);
  const huge = last.find(({ bytes }) => bytes > MOST_BYTES);
  if (huge !== undefined) throw new IncompleteAnswer(`${huge.key} is too large for an ended prune`);
  return last.map(({ key }) => key);
}

/** Undefined where it has gone since it was listed. @throws AwsCallError */
async function read(
  s3: S3Client,
  { bucket, parse }: EndedPrunes,
  key: string,
): Promise<ReportedPrune | undefined> {
  try {
    return await withOperation(GET_OBJECT, async () => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      const prune = parse(await required(Body, 'Body').transformToString('utf-8'));
      if (prune === undefined) throw new IncompleteAnswer(`${key} is no ended prune`);
      return prune;
    });
  } catch (error) {
    if (error instanceof AwsCallError && error.failure.errorName === 'NoSuchKey') return undefined;
    throw error;
  }
}
