import type { S3Client } from '@aws-sdk/client-s3';
import { ListBucketsCommand } from '@aws-sdk/client-s3';

import type { Count } from '../model/units.ts';
import { count } from '../model/units.ts';
import { asked } from '../aws/failures.ts';
import { pages, present } from '../aws/pages.ts';

/** The IAM action behind the S3 operation ListBuckets. */
export const LIST_ALL_MY_BUCKETS = 's3:ListAllMyBuckets';

/**
 * The most buckets that one page can hold. Always asked for: without it, the call is refused in
 * accounts whose quota is above 10,000.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html
 */
const BUCKETS_A_PAGE = 10_000;

/**
 * How many general purpose buckets the account has, in all Regions.
 * @throws AwsCallError when any page cannot be read.
 */
export async function countBuckets(s3: S3Client): Promise<Count> {
  return asked(LIST_ALL_MY_BUCKETS, async () => {
    let buckets = 0;
    const all = pages(
      (ContinuationToken) =>
        s3.send(
          new ListBucketsCommand({
            MaxBuckets: BUCKETS_A_PAGE,
            ...(ContinuationToken && { ContinuationToken }),
          }),
        ),
      ({ ContinuationToken }) => ContinuationToken,
    );
    for await (const { Buckets } of all) buckets += present(Buckets, 'Buckets').length;
    return count(buckets);
  });
}
