import { scalableTargets } from '../../../../src/prune/evidence/scalable-targets.ts';
import { json, typedError } from '../../../aws/wire.ts';
import { use } from '../scripted-reads.ts';
import { callerContract } from './contract.ts';

callerContract({
  caller: scalableTargets,
  answers: () => [
    json({ ScalableTargets: [{ ResourceId: 'function:orders:12' }], NextToken: 'two' }),
    json({
      ScalableTargets: [
        { ResourceId: 'function:orders:live', ScalableTargetARN: 'arn:x' },
        {
          ResourceId: 'function:billing:3',
          ScalableTargetARN: 'arn:y',
          SuspendedState: { DynamicScalingInSuspended: true },
        },
      ],
    }),
  ],
  uses: [
    use('orders', '12', 'scalable target function:orders:12'),
    use('billing', '3', 'scalable target arn:y'),
  ],
  onLaterPage: use('billing', '3', 'scalable target arn:y'),
  disabled: [use('billing', '3', 'scalable target arn:y')],
  calls: 2,
  tokens: ['two'],
  errorOf: typedError,
});
