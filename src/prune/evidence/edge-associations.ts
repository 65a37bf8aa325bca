import type { CacheBehavior, DistributionSummary } from '@aws-sdk/client-cloudfront';
import { ListDistributionsCommand } from '@aws-sdk/client-cloudfront';

import { present } from '../../aws/pages.ts';
import type { FunctionReference, Home } from './function-reference.ts';
import { functionReference } from './function-reference.ts';
import { IncompleteAnswer } from '../../aws/failures.ts';
import type { WideCheck } from './collect/wide-check.ts';
import { nextPage, notedUses } from './collect/wide-check.ts';

export const LIST_DISTRIBUTIONS = 'cloudfront:ListDistributions';

/**
 * The versions that CloudFront runs at the edge, for distributions enabled or not, staging ones too.
 * Asked once an account: CloudFront is global, and such functions live in us-east-1 alone.
 * https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ListDistributions.html
 */
export const edgeAssociations: WideCheck = {
  check: 'edge-associations',
  width: 'account',
  first: [{ call: LIST_DISTRIBUTIONS }],

  async take(reads, step) {
    const { token } = step;
    const { DistributionList } = await reads.distributions.send(
      new ListDistributionsCommand(token === undefined ? {} : { Marker: token }),
    );
    const page = present(DistributionList, 'DistributionList');
    const items = page.Items ?? [];
    // An empty list leaves its items out; any other must have them all.
    if (items.length !== present(page.Quantity, 'Quantity')) {
      throw new IncompleteAnswer('the answer holds another number of distributions than it says');
    }
    if (page.IsTruncated === true) present(page.NextMarker, 'NextMarker');
    return {
      notes: items.flatMap((distribution) =>
        notedUses(
          associated(distribution, reads),
          `CloudFront distribution ${distribution.Id ?? distribution.ARN ?? ''}`,
        ),
      ),
      steps: nextPage(step, page.NextMarker),
    };
  },
};

function associated(distribution: DistributionSummary, home: Home): readonly FunctionReference[] {
  const { DefaultCacheBehavior, CacheBehaviors } = distribution;
  const behaviours: Pick<CacheBehavior, 'LambdaFunctionAssociations'>[] = [
    present(DefaultCacheBehavior, 'DefaultCacheBehavior'),
    ...(CacheBehaviors?.Items ?? []),
  ];
  return behaviours.flatMap(({ LambdaFunctionAssociations }) =>
    (LambdaFunctionAssociations?.Items ?? []).flatMap(({ LambdaFunctionARN }) => {
      const found = functionReference(present(LambdaFunctionARN, 'LambdaFunctionARN'), home);
      if (found.kind === 'none') {
        throw new IncompleteAnswer('the answer names a function in another form than documented');
      }
      return found.kind === 'own' ? [found] : [];
    }),
  );
}
