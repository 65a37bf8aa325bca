import type { CacheBehavior, DistributionSummary } from '@aws-sdk/client-cloudfront';

import { required } from '../../aws/pages.ts';
import type { FunctionReference, Home } from './function-reference.ts';
import { functionReference } from './function-reference.ts';
import { IncompleteAnswer } from '../../aws/failures.ts';
import type { WalkedCaller } from './caller.ts';
import { noteUses } from './reference-notes.ts';

export const LIST_DISTRIBUTIONS = 'cloudfront:ListDistributions';

/** The only Region with functions for Lambda@Edge. https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-functions-restrictions.html */
const EDGE_REGION = 'us-east-1';

/**
 * The check for versions that CloudFront distributions run, also disabled and staging ones.
 * https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ListDistributions.html
 */
export const edgeAssociations: WalkedCaller<'edge-associations', typeof LIST_DISTRIBUTIONS> = {
  check: 'edge-associations',
  label: 'Lambda@Edge associations',
  sentence: 'associated with',
  whenApplying: 'aged',
  concerns: ({ region }) => region === EDGE_REGION,
  kind: 'walked',
  width: 'account',
  first: [{ call: LIST_DISTRIBUTIONS }],
  grants: {
    [LIST_DISTRIBUTIONS]: {
      reason: 'Versions at the edge are in use.',
      pace: { name: 'distributions', perSecond: 2 },
      probe: ({ call }) => call(LIST_DISTRIBUTIONS, { MaxItems: 1 }),
      input: ({ token }) => ({ Marker: token }),
      read: ({ DistributionList }, _, home) => {
        const page = required(DistributionList, 'DistributionList');
        const items = page.Items ?? [];
        // Only an empty list may omit its items.
        if (items.length !== required(page.Quantity, 'Quantity')) {
          throw new IncompleteAnswer(
            'the answer holds another number of distributions than it says',
          );
        }
        if (page.IsTruncated === true && (page.NextMarker ?? '') === '') {
          throw new IncompleteAnswer('the answer is truncated and does not say where it continues');
        }
        return {
          notes: items.flatMap((distribution) =>
            noteUses(
              associationsIn(distribution, home),
              `CloudFront distribution ${distribution.Id ?? distribution.ARN ?? ''}`,
            ),
          ),
          next: page.NextMarker,
        };
      },
    },
  },
};

function associationsIn(
  distribution: DistributionSummary,
  home: Home,
): readonly FunctionReference[] {
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
