import type { ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import {
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';

import type { Connection } from '../aws/clients.ts';
import { makeClient } from '../aws/clients.ts';
import { catchFailure, IncompleteAnswer, withOperation } from '../aws/failures.ts';
import { listAll, required } from '../aws/pages.ts';
import { GET_OBJECT, PUT_OBJECT } from '../aws/state-object.ts';
import type { ReportedPrune, ReportedPrunes, ReportPlace } from '../model/run-report.ts';
import type { ReportDocument, ReportPorts } from './ports.ts';

/** A prefix in the state bucket, of the reports or of the documents of ended prunes. */
export type ReportBucket = Omit<ReportPlace, 'account'>;

/** Returns a function that stores a report. Caches must not keep reports, which name accounts and functions. */
export function reportBucket(
  connection: Connection,
  { region, bucket, prefix }: ReportBucket,
): ReportPorts['put'] {
  const s3 = makeClient(S3Client, connection, { region });
  return (name, text, contentType) =>
    catchFailure(
      async () => {
        await withOperation(PUT_OBJECT, () =>
          s3.send(
            new PutObjectCommand({
              Bucket: bucket,
              Key: `${prefix}${name}`,
              Body: text,
              ContentType: contentType,
              CacheControl: 'no-store',
            }),
          ),
        );
        return undefined;
      },
      (failure) => failure,
    );
}

/** Returns a function that reads a document under the prefix. */
export function reportReader(
  connection: Connection,
  { region, bucket, prefix }: ReportBucket,
): ReportPorts['read'] {
  const s3 = makeClient(S3Client, connection, { region });
  return (name) =>
    catchFailure<ReportDocument>(
      async () => {
        const text = await readObject(s3, bucket, `${prefix}${name}`, (all) => all);
        return text === undefined ? { kind: 'missing' } : { kind: 'read', text };
      },
      (failure) => ({ kind: 'failed', failure }),
    );
}

/** Reads an object; returns undefined when it does not exist. @throws AwsCallError for every other failure. */
async function readObject<Document>(
  s3: S3Client,
  bucket: string,
  key: string,
  parse: (text: string) => Document,
): Promise<Document | undefined> {
  return catchFailure<Document | undefined>(
    () =>
      withOperation(GET_OBJECT, async () => {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        return parse(await required(Body, 'Body').transformToString('utf-8'));
      }),
    ({ errorName }, error) => {
      if (errorName === 'NoSuchKey') return undefined;
      throw error;
    },
  );
}

/** How many prunes a report lists, of all accounts together. */
const MOST_PRUNES = 10;
/** The most bytes of an ended prune's document, far more than usual. With a larger one, the prunes are not read. */
const MOST_BYTES = 1_000_000;

/** Where the documents of ended prunes are. `parse` returns undefined for a document of another kind. */
export interface EndedPrunes extends ReportBucket {
  readonly parse: (text: string) => ReportedPrune | undefined;
}

/**
 * Returns the last prunes that ended, newest first. If one of them cannot be read, the whole result is a failure,
 * because a missing prune would go unnoticed. A document that was deleted meanwhile is left out.
 */
export async function recentPrunes(
  connection: Connection,
  { region, bucket, prefix, parse }: EndedPrunes,
): Promise<ReportedPrunes> {
  const s3 = makeClient(S3Client, connection, { region });
  const readPrune = (key: string) =>
    readObject(s3, bucket, key, (text) => {
      const prune = parse(text);
      if (prune === undefined) throw new IncompleteAnswer(`${key} is no ended prune`);
      return prune;
    });
  return catchFailure<ReportedPrunes>(
    async () => {
      const keys = await withOperation('s3:ListBucket', () => newestKeys(s3, bucket, prefix));
      const prunes = (await Promise.all(keys.map(readPrune))).filter((one) => one !== undefined);
      return { kind: 'read', prunes: prunes.toSorted((a, b) => b.endedAt - a.endedAt) };
    },
    (failure) => ({ kind: 'failed', failure }),
  );
}

async function newestKeys(
  s3: S3Client,
  bucket: string,
  prefix: string,
): Promise<readonly string[]> {
  const objects = await listAll(
    's3:ListBucket',
    (token) =>
      s3.send(
        new ListObjectsV2Command({
          Bucket: bucket,
          Prefix: prefix,
          ...(token !== undefined && { ContinuationToken: token }),
        }),
      ),
    ({ NextContinuationToken }: ListObjectsV2CommandOutput) => NextContinuationToken,
    ({ Contents = [] }) =>
      Contents.map(({ Key, LastModified, Size }) => ({
        key: required(Key, 'Key'),
        bytes: required(Size, 'Size'),
        at: required(LastModified, 'LastModified').getTime(),
      })),
  );
  const last = objects.toSorted((a, b) => b.at - a.at).slice(0, MOST_PRUNES);
  const huge = last.find(({ bytes }) => bytes > MOST_BYTES);
  if (huge !== undefined) throw new IncompleteAnswer(`${huge.key} is too large for an ended prune`);
  return last.map(({ key }) => key);
}
