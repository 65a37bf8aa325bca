import { eventRules } from '../../../../src/prune/evidence/event-rules.ts';
import { json, typedError } from '../../../aws/wire.ts';
import { arn, byOperation, use } from '../scripted-reads.ts';
import { callerContract } from './contract.ts';

callerContract({
  caller: eventRules,
  answers: () => [
    byOperation({
      ListEventBuses: [
        json({ EventBuses: [{ Name: 'default' }], NextToken: 'bus-two' }),
        json({ EventBuses: [{ Name: 'shop' }, { Name: 'leaving' }] }),
      ],
      ListRules: [
        json({ Rules: [{ Name: 'a', State: 'DISABLED' }] }),
        json({ Rules: [], NextToken: 'rules-two' }),
        typedError(400, 'ResourceNotFoundException'),
        json({ Rules: [{ Name: 'b' }, { Name: 'gone' }] }),
      ],
      ListTargetsByRule: [
        json({ Targets: [{ Id: '1', Arn: arn('orders', 'live') }], NextToken: 'targets-two' }),
        json({
          Targets: [
            { Id: '2', Arn: arn('orders', '12') },
            { Id: '3', Arn: 'arn:aws:sqs:x:1:q', Input: `{"call":"${arn('billing', '9')}"}` },
          ],
        }),
        json({
          Targets: [
            {
              Id: '1',
              Arn: 'arn:aws:sqs:x:1:q',
              InputTransformer: { InputTemplate: `"<who> calls ${arn('billing', '3')}"` },
            },
            {
              Id: '2',
              Arn: 'arn:aws:ssm:x:1:document/x',
              RunCommandParameters: {
                RunCommandTargets: [{ Key: 'k', Values: [arn('billing', '4')] }],
              },
            },
          ],
        }),
        typedError(400, 'ResourceNotFoundException'),
      ],
    }),
  ],
  uses: [
    use('orders', '12', 'rule default/a'),
    use('billing', '9', 'rule default/a'),
    use('billing', '3', 'rule shop/b'),
    use('billing', '4', 'rule shop/b'),
  ],
  onLaterPage: use('billing', '3', 'rule shop/b'),
  disabled: [use('orders', '12', 'rule default/a')],
  calls: 10,
  tokens: ['bus-two', 'rules-two', 'targets-two'],
  errorOf: typedError,
});
