import { required } from '../../aws/pages.ts';
import { ownReference } from './function-reference.ts';
import type { WalkedCaller } from './caller.ts';
import { noteUses } from './reference-notes.ts';

const DESCRIBE_SCALABLE_TARGETS = 'application-autoscaling:DescribeScalableTargets';

/**
 * The check for versions whose provisioned concurrency Application Auto Scaling changes.
 * https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalableTargets.html
 */
export const scalableTargets: WalkedCaller<'scalable-targets', typeof DESCRIBE_SCALABLE_TARGETS> = {
  check: 'scalable-targets',
  label: 'scalable targets',
  sentence: 'is a',
  whenApplying: 'aged',
  kind: 'walked',
  width: 'region',
  first: [{ call: DESCRIBE_SCALABLE_TARGETS }],
  grants: {
    [DESCRIBE_SCALABLE_TARGETS]: {
      reason: 'Versions whose provisioned concurrency is scaled are in use.',
      pace: { name: 'scaling', perSecond: 5 },
      probe: ({ call }) =>
        call(DESCRIBE_SCALABLE_TARGETS, { ServiceNamespace: 'lambda', MaxResults: 1 }),
      input: ({ token }) => ({ ServiceNamespace: 'lambda', NextToken: token }),
      read: ({ ScalableTargets, NextToken }, _, home) => ({
        notes: required(ScalableTargets, 'ScalableTargets').flatMap(
          ({ ResourceId, ScalableTargetARN }) =>
            noteUses(
              [ownReference(ResourceId, home)],
              `scalable target ${ScalableTargetARN ?? ResourceId ?? ''}`,
            ),
        ),
        next: NextToken,
      }),
    },
  },
};
