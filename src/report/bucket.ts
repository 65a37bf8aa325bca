import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

import type { Region } from '../model/aws-ids.ts';
import type { ReportPorts } from './ports.ts';
import type { Connection } from '../aws/clients.ts';
import { makeClient } from '../aws/clients.ts';
import { withOperation, AwsCallError } from '../aws/failures.ts';
import { required } from '../aws/pages.ts';
import { GET_OBJECT, PUT_OBJECT } from '../aws/state-object.ts';

/** Where reports lie. */
export interface ReportBucket {
  readonly region: Region;
  readonly bucket: string;
  /** With a slash at its end. */
  readonly prefix: string;
}

/**
 * Puts reports into the bucket, which encrypts them. No browser and no proxy keeps one: it names
 * accounts and functions, and the latest must be the latest.
 */
export function reportBucket(
  connection: Connection,
  { region, bucket, prefix }: ReportBucket,
): ReportPorts['put'] {
  const s3 = makeClient(S3Client, connection, { region });
  return async (name, text, contentType) => {
    try {
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
    } catch (error) {
      if (error instanceof AwsCallError) return error.failure;
      throw error;
    }
  };
}

/** Reads one document beside the reports. */
export function reportReader(connection: Connection, place: ReportBucket): ReportPorts['read'] {
  return async (name) => {
    try {
      const text = await readReport(connection, place, name);
      return text === undefined ? { kind: 'missing' } : { kind: 'read', text };
    } catch (error) {
      if (error instanceof AwsCallError) return { kind: 'failed', failure: error.failure };
      throw error;
    }
  };
}

/** @returns undefined where there is none. @throws AwsCallError when nobody can tell. */
export async function readReport(
  connection: Connection,
  { region, bucket, prefix }: ReportBucket,
  name: string,
): Promise<string | undefined> {
  const s3 = makeClient(S3Client, connection, { region });
  try {
    return await withOperation(GET_OBJECT, async () => {
      const { Body } = await s3.send(
        new GetObjectCommand({ Bucket: bucket, Key: `${prefix}${name}` }),
      );
      return required(Body, 'Body').transformToString('utf-8');
    });
  } catch (error) {
    if (error instanceof AwsCallError && error.failure.errorName === 'NoSuchKey') return undefined;
    throw error;
  }
}
