import {
  DeleteObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import pLimit from 'p-limit';

const SIDE_BY_SIDE = 20;

/** Turns on versioning, and writes versions, one in ten a delete marker, with keys that need quoting. */
export async function fillBucket(
  bucket: string,
  versions: number,
  endpoint: string,
  region: string,
): Promise<void> {
  const s3 = new S3Client({
    endpoint,
    region,
    forcePathStyle: true,
    credentials: { accessKeyId: 'rehearsal', secretAccessKey: 'rehearsal' },
  });
  const atOnce = pLimit(SIDE_BY_SIDE);
  try {
    const VersioningConfiguration = { Status: 'Enabled' } as const;
    await s3.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration }));
    await Promise.all(
      Array.from({ length: versions }, (_, at) =>
        atOnce(async () => {
          const where = { Bucket: bucket, Key: `state/a "b" & 'c' ${at % 97}.json` };
          if (at % 10 === 9) await s3.send(new DeleteObjectCommand(where));
          else await s3.send(new PutObjectCommand({ ...where, Body: String(at) }));
        }),
      ),
    );
  } finally {
    s3.destroy();
  }
}
