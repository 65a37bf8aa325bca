import { pipes } from '../../../../src/prune/evidence/pipes.ts';
import { json, jsonError } from '../../../aws/wire.ts';
import { arn, use } from '../scripted-reads.ts';
import { callerContract } from './contract.ts';

callerContract({
  caller: pipes,
  answers: () => [
    json({ Pipes: [{ Name: 'a', Target: arn('orders', '12') }], NextToken: 'two' }),
    json({
      Pipes: [
        {
          Name: 'b',
          CurrentState: 'STOPPED',
          Target: 'arn:aws:sqs:x:1:q',
          Enrichment: arn('billing', '3'),
        },
      ],
    }),
  ],
  uses: [use('orders', '12', 'pipe a'), use('billing', '3', 'pipe b, enrichment')],
  onLaterPage: use('billing', '3', 'pipe b, enrichment'),
  disabled: [use('billing', '3', 'pipe b, enrichment')],
  calls: 2,
  tokens: ['two'],
  errorOf: jsonError,
});
