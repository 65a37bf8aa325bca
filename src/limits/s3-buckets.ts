import type { AwsOperations } from '../aws/operations.ts';
import { listAll, required, pagesOf } from '../aws/pages.ts';
import type { LimitAction } from './limit.ts';
import { countedLimit } from './quota-limit.ts';

/** The IAM action of the operation ListBuckets. */
const LIST_ALL_MY_BUCKETS = 's3:ListAllMyBuckets';

/**
 * The largest page. In accounts with a quota above 10,000 buckets, S3 refuses a listing without a page size.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html
 */
const BUCKETS_A_PAGE = 10_000;

const BUCKET_LISTING: LimitAction = {
  action: LIST_ALL_MY_BUCKETS,
  reason: 'The number of buckets.',
  probe: { ask: ({ aws }) => aws['s3:ListBuckets']({ MaxBuckets: 1 }) },
  callsPerRun: ({ buckets }) => pagesOf(buckets, BUCKETS_A_PAGE),
};

/** Quota "General purpose buckets", for all Regions together: https://docs.aws.amazon.com/general/latest/gr/s3.html */
export const s3Buckets = countedLimit({
  id: 's3-buckets',
  title: 'S3 buckets',
  noun: 'buckets',
  scope: 'account',
  quota: { ServiceCode: 's3', QuotaCode: 'L-DC2B2D3D' },
  quotaName: 'bucket quota',
  reads: [BUCKET_LISTING],
  advice: ['Delete unused buckets; AWS deletes only those that are empty.'],
  page: { label: 'S3 buckets', page: 's3/buckets' },
  // TooManyBuckets: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
  whenFull: 'No bucket can be created, so deployments that create one fail.',
  count: ({ aws }) => countBuckets(aws),
});

/** The number of buckets of the account. @throws AwsCallError when any page cannot be read. */
export async function countBuckets(aws: Pick<AwsOperations, 's3:ListBuckets'>): Promise<number> {
  const buckets = await listAll(
    LIST_ALL_MY_BUCKETS,
    (ContinuationToken) =>
      aws['s3:ListBuckets']({
        MaxBuckets: BUCKETS_A_PAGE,
        ...(ContinuationToken && { ContinuationToken }),
      }),
    ({ ContinuationToken }) => ContinuationToken,
    ({ Buckets }) => required(Buckets, 'Buckets'),
  );
  return buckets.length;
}
