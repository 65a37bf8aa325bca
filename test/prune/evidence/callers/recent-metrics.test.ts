import { recentMetrics } from '../../../../src/prune/evidence/recent-metrics.ts';
import { json, typedError } from '../../../aws/wire.ts';
import { use } from '../scripted-reads.ts';
import { metric } from './answers.ts';
import { callerContract } from './contract.ts';

callerContract({
  caller: recentMetrics,
  answers: () => [
    json({
      Metrics: [
        metric({}),
        metric({ FunctionName: 'orders' }),
        metric({ FunctionName: 'orders', Resource: 'orders:12' }),
        metric({ FunctionName: 'orders', Resource: 'orders' }),
      ],
      NextToken: 'two',
    }),
    json({
      Metrics: [
        metric({ FunctionName: 'billing', Resource: 'billing:live', ExecutedVersion: '7' }),
        metric({ FunctionName: 'billing', Resource: 'billing:3' }),
        metric({ FunctionName: 'billing', Resource: 'billing:3' }),
        metric({ FunctionName: 'billing', ExecutedVersion: '8' }),
        metric({ FunctionName: 'billing', Resource: 'in another form', ExecutedVersion: '9' }),
        metric({ ExecutedVersion: '10' }),
      ],
    }),
  ],
  uses: [
    use('orders', '12', 'invoked in about the last 14 days'),
    use('billing', '7', 'invoked in about the last 14 days'),
    use('billing', '3', 'invoked in about the last 14 days'),
    use('billing', '8', 'invoked in about the last 14 days'),
    use('billing', '9', 'invoked in about the last 14 days'),
  ],
  onLaterPage: use('billing', '7', 'invoked in about the last 14 days'),
  disabled: [],
  calls: 2,
  tokens: ['two'],
  errorOf: typedError,
});
