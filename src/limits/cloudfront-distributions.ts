import { withOperation, IncompleteAnswer } from '../aws/failures.ts';
import type { AwsOperations } from '../aws/operations.ts';
import { pages, required } from '../aws/pages.ts';
import type { AccountLimit, LimitAction } from './limit.ts';
import { pagesOf } from './pages-of.ts';
import { quotaActions } from './service-quota.ts';
import { measureCount, quotaCount } from './quota-count.ts';

/**
 * Quota "Distributions per AWS account", kept in the Region that answers for the partition.
 * https://docs.aws.amazon.com/general/latest/gr/cf_region.html
 */
const DISTRIBUTIONS = { ServiceCode: 'cloudfront', QuotaCode: 'L-24B04930' };

const LIST_DISTRIBUTIONS = 'cloudfront:ListDistributions';

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ListDistributions.html */
const ITEMS_A_PAGE = 100;

const DISTRIBUTION_LISTING: LimitAction = {
  action: LIST_DISTRIBUTIONS,
  reason:
    'The number of distributions. The answer holds their origins and settings, which are dropped.',
  probe: { ask: ({ aws }) => aws[LIST_DISTRIBUTIONS]({ MaxItems: 1 }) },
  callsPerRun: ({ distributions = 50 }) => pagesOf(distributions, ITEMS_A_PAGE),
};

/**
 * CloudFront distributions of an account. Staging ones are counted: they have a quota of their own too,
 * and AWS does not say that they are left out of this one.
 */
export const cloudfrontDistributions: AccountLimit = {
  scope: 'account',
  definition: quotaCount({
    id: 'cloudfront-distributions',
    title: 'CloudFront distributions',
    noun: 'distributions',
    scope: 'account',
    set: 'cloudfront',
  }),
  quota: DISTRIBUTIONS,
  actions: [DISTRIBUTION_LISTING, ...quotaActions(DISTRIBUTIONS, 'distribution quota')],
  remedy: {
    steps: [
      {
        kind: 'advice',
        text: 'Delete distributions of environments that no longer exist. Disable each first; it can be deleted once it is deployed as disabled.',
      },
      {
        kind: 'advice',
        text: 'Serve several sites from one distribution, with further domain names and a behavior for each path.',
      },
      { kind: 'increase' },
    ],
    links: [
      { kind: 'quota' },
      {
        kind: 'console',
        label: 'CloudFront distributions',
        page: 'cloudfront/v4/home',
        fragment: '#/distributions',
      },
    ],
  },
  // TooManyDistributions: https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateDistribution.html
  whenFull: 'No distribution can be created, so deployments that create one fail.',

  measure: async ({ aws }, rule) =>
    measureCount(aws, await countDistributions(aws), DISTRIBUTIONS, rule),
};

/** @throws AwsCallError when a page cannot be read, or says another number than it holds. */
function countDistributions(aws: Pick<AwsOperations, typeof LIST_DISTRIBUTIONS>): Promise<number> {
  return withOperation(LIST_DISTRIBUTIONS, async () => {
    let distributions = 0;
    const all = pages(
      async (Marker) => {
        const { DistributionList } = await aws[LIST_DISTRIBUTIONS]({
          MaxItems: ITEMS_A_PAGE,
          ...(Marker && { Marker }),
        });
        return required(DistributionList, 'DistributionList');
      },
      ({ NextMarker }) => NextMarker,
    );
    for await (const { Items = [], Quantity, IsTruncated, NextMarker } of all) {
      // An empty list leaves its items out; any other must have them all.
      if (Items.length !== required(Quantity, 'DistributionList.Quantity')) {
        throw new IncompleteAnswer('the answer holds another number of distributions than it says');
      }
      if (IsTruncated === true && (NextMarker ?? '') === '') {
        throw new IncompleteAnswer('the answer is truncated and does not say where it goes on');
      }
      distributions += Items.length;
    }
    return distributions;
  });
}
