import { withOperation } from '../aws/failures.ts';
import type { AwsOperations } from '../aws/operations.ts';
import { pages, required } from '../aws/pages.ts';
import type { Count } from '../model/units.ts';
import { count } from '../model/units.ts';
import { pagesOf } from './pages-of.ts';
import { quotaActions } from './service-quota.ts';
import type { AccountLimit, LimitAction } from './limit.ts';
import { measureCount, quotaCount } from './quota-count.ts';

/**
 * Quota "General purpose buckets": per account, adjustable, readable only in the Region that answers
 * for the partition.
 * https://docs.aws.amazon.com/general/latest/gr/s3.html
 */
const GENERAL_PURPOSE_BUCKETS = { ServiceCode: 's3', QuotaCode: 'L-DC2B2D3D' };

/** The IAM action behind the S3 operation ListBuckets. */
const LIST_ALL_MY_BUCKETS = 's3:ListAllMyBuckets';

/**
 * The most buckets that one page can hold. Always asked for: without it, the call is refused in
 * accounts whose quota is above 10,000.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html
 */
const BUCKETS_A_PAGE = 10_000;

const BUCKET_LISTING: LimitAction = {
  action: LIST_ALL_MY_BUCKETS,
  reason: 'The number of buckets.',
  probe: { ask: ({ aws }) => aws['s3:ListBuckets']({ MaxBuckets: 1 }) },
  callsPerRun: ({ buckets }) => pagesOf(buckets, BUCKETS_A_PAGE),
};

/** S3 buckets of an account, against the quota that is applied to it. */
export const s3Buckets: AccountLimit = {
  scope: 'account',
  definition: quotaCount({
    id: 's3-buckets',
    title: 'S3 buckets',
    noun: 'buckets',
    scope: 'account',
  }),
  quota: GENERAL_PURPOSE_BUCKETS,
  actions: [BUCKET_LISTING, ...quotaActions(GENERAL_PURPOSE_BUCKETS, 'bucket quota')],
  remedy: {
    steps: [
      { kind: 'advice', text: 'Delete unused buckets; AWS deletes only those that are empty.' },
      { kind: 'increase' },
    ],
    links: [{ kind: 'quota' }, { kind: 'console', label: 'S3 buckets', page: 's3/buckets' }],
  },

  // TooManyBuckets: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
  whenFull: 'No bucket can be created, so deployments that create one fail.',

  measure: async ({ aws }, rule) =>
    measureCount(aws, await countBuckets(aws), GENERAL_PURPOSE_BUCKETS, rule),
};

/**
 * How many general purpose buckets the account has, in all Regions.
 * @throws AwsCallError when any page cannot be read.
 */
export async function countBuckets(aws: Pick<AwsOperations, 's3:ListBuckets'>): Promise<Count> {
  return withOperation(LIST_ALL_MY_BUCKETS, async () => {
    let buckets = 0;
    const all = pages(
      (ContinuationToken) =>
        aws['s3:ListBuckets']({
          MaxBuckets: BUCKETS_A_PAGE,
          ...(ContinuationToken && { ContinuationToken }),
        }),
      ({ ContinuationToken }) => ContinuationToken,
    );
    for await (const { Buckets } of all) buckets += required(Buckets, 'Buckets').length;
    return count(buckets);
  });
}
