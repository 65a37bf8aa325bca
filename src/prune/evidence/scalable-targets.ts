import { DescribeScalableTargetsCommand } from '@aws-sdk/client-application-auto-scaling';

import { present } from '../../aws/pages.ts';
import { ownReference } from './function-reference.ts';
import type { WideCheck } from './collect/wide-check.ts';
import { nextPage, notedUses } from './collect/wide-check.ts';

export const DESCRIBE_SCALABLE_TARGETS = 'application-autoscaling:DescribeScalableTargets';

/**
 * Qualifiers whose provisioned concurrency is scaled. The resource id is `function:NAME:QUALIFIER`.
 * https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalableTargets.html
 */
export const scalableTargets: WideCheck = {
  check: 'scalable-targets',
  width: 'region',
  first: [{ call: DESCRIBE_SCALABLE_TARGETS }],

  async take(reads, step) {
    const { token } = step;
    const page = await reads.scaling.send(
      new DescribeScalableTargetsCommand({
        ServiceNamespace: 'lambda',
        ...(token !== undefined && { NextToken: token }),
      }),
    );
    return {
      notes: present(page.ScalableTargets, 'ScalableTargets').flatMap(
        ({ ResourceId, ScalableTargetARN }) =>
          notedUses(
            [ownReference(ResourceId, reads)],
            `scalable target ${ScalableTargetARN ?? ResourceId ?? ''}`,
          ),
      ),
      steps: nextPage(step, page.NextToken),
    };
  },
};
