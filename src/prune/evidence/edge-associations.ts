import type { CacheBehavior, DistributionSummary } from '@aws-sdk/client-cloudfront';

import { required } from '../../aws/pages.ts';
import type { FunctionReference, Home } from './function-reference.ts';
import { functionReference } from './function-reference.ts';
import { IncompleteAnswer } from '../../aws/failures.ts';
import type { WalkedCaller } from './caller.ts';
import { nextPage, notedUses } from './collect/wide-check.ts';

export const LIST_DISTRIBUTIONS = 'cloudfront:ListDistributions';

/** Functions at the edge live here alone. https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-functions-restrictions.html */
const EDGE_REGION = 'us-east-1';

/**
 * The versions that CloudFront runs at the edge, for distributions enabled or not, staging ones too.
 * Asked once an account: CloudFront is global, and such functions live in us-east-1 alone.
 * https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ListDistributions.html
 */
export const edgeAssociations: WalkedCaller<'edge-associations', typeof LIST_DISTRIBUTIONS> = {
  check: 'edge-associations',
  label: 'Lambda@Edge associations',
  sentence: 'associated with',
  whenApplying: 'aged',
  concerns: ({ region }) => region === EDGE_REGION,
  grants: {
    [LIST_DISTRIBUTIONS]: {
      reason: 'Versions at the edge are in use.',
      pace: { name: 'distributions', perSecond: 2 },
      probe: ({ call }) => call(LIST_DISTRIBUTIONS, { MaxItems: 1 }),
    },
  },
  kind: 'walked',
  width: 'account',
  first: [{ call: LIST_DISTRIBUTIONS }],

  async take(reads, step) {
    const { token } = step;
    const { DistributionList } = await reads.call(LIST_DISTRIBUTIONS, { Marker: token });
    const page = required(DistributionList, 'DistributionList');
    const items = page.Items ?? [];
    // An empty list leaves its items out; any other must have them all.
    if (items.length !== required(page.Quantity, 'Quantity')) {
      throw new IncompleteAnswer('the answer holds another number of distributions than it says');
    }
    const steps = nextPage(step, page.NextMarker);
    if (page.IsTruncated === true && steps.length === 0) {
      throw new IncompleteAnswer('the answer is truncated and does not say where it goes on');
    }
    return {
      notes: items.flatMap((distribution) =>
        notedUses(
          associated(distribution, reads),
          `CloudFront distribution ${distribution.Id ?? distribution.ARN ?? ''}`,
        ),
      ),
      steps,
    };
  },
};

function associated(distribution: DistributionSummary, home: Home): readonly FunctionReference[] {
  const { DefaultCacheBehavior, CacheBehaviors } = distribution;
  const behaviours: Pick<CacheBehavior, 'LambdaFunctionAssociations'>[] = [
    required(DefaultCacheBehavior, 'DefaultCacheBehavior'),
    ...(CacheBehaviors?.Items ?? []),
  ];
  return behaviours.flatMap(({ LambdaFunctionAssociations }) =>
    (LambdaFunctionAssociations?.Items ?? []).flatMap(({ LambdaFunctionARN }) => {
      const found = functionReference(required(LambdaFunctionARN, 'LambdaFunctionARN'), home);
      if (found.kind === 'none') {
        throw new IncompleteAnswer('the answer names a function in another form than documented');
      }
      return found.kind === 'own' ? [found] : [];
    }),
  );
}
