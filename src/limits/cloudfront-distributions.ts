import { IncompleteAnswer } from '../aws/failures.ts';
import type { AwsOperations } from '../aws/operations.ts';
import { listAll, required, pagesOf } from '../aws/pages.ts';
import type { LimitAction } from './limit.ts';
import { countedLimit } from './quota-limit.ts';

const LIST_DISTRIBUTIONS = 'cloudfront:ListDistributions';

/** The largest page: https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ListDistributions.html */
const ITEMS_A_PAGE = 100;

const DISTRIBUTION_LISTING: LimitAction = {
  action: LIST_DISTRIBUTIONS,
  reason:
    'The number of distributions. The answer holds their origins and settings, which are dropped.',
  probe: { ask: ({ aws }) => aws[LIST_DISTRIBUTIONS]({ MaxItems: 1 }) },
  callsPerRun: ({ distributions = 50 }) => pagesOf(distributions, ITEMS_A_PAGE),
};

/**
 * Quota "Distributions per AWS account". Staging distributions are counted, because AWS does not document
 * whether they count.
 * https://docs.aws.amazon.com/general/latest/gr/cf_region.html
 */
export const cloudfrontDistributions = countedLimit({
  id: 'cloudfront-distributions',
  title: 'CloudFront distributions',
  noun: 'distributions',
  scope: 'account',
  set: 'cloudfront',
  quota: { ServiceCode: 'cloudfront', QuotaCode: 'L-24B04930' },
  quotaName: 'distribution quota',
  reads: [DISTRIBUTION_LISTING],
  advice: [
    'Delete distributions of environments that no longer exist. Disable each first; it can be deleted once it is deployed as disabled.',
    'Serve several sites from one distribution, with further domain names and a behavior for each path.',
  ],
  page: {
    label: 'CloudFront distributions',
    page: 'cloudfront/v4/home',
    fragment: '#/distributions',
  },
  // TooManyDistributions: https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateDistribution.html
  whenFull: 'No distribution can be created, so deployments that create one fail.',
  count: async ({ aws }) => (await listDistributions(aws)).length,
});

function listDistributions(
  aws: Pick<AwsOperations, typeof LIST_DISTRIBUTIONS>,
): Promise<readonly object[]> {
  return listAll(
    LIST_DISTRIBUTIONS,
    async (Marker) => {
      const { DistributionList } = await aws[LIST_DISTRIBUTIONS]({
        MaxItems: ITEMS_A_PAGE,
        ...(Marker && { Marker }),
      });
      return required(DistributionList, 'DistributionList');
    },
    ({ NextMarker }) => NextMarker,
    ({ Items = [], Quantity, IsTruncated, NextMarker }) => {
      if (Items.length !== required(Quantity, 'DistributionList.Quantity')) {
        throw new IncompleteAnswer('the answer holds another number of distributions than it says');
      }
      if (IsTruncated === true && (NextMarker ?? '') === '') {
        throw new IncompleteAnswer('the answer is truncated and does not say where it continues');
      }
      return Items;
    },
  );
}
