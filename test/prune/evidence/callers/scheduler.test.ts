import { scheduler } from '../../../../src/prune/evidence/scheduler.ts';
import { json, jsonError } from '../../../aws/wire.ts';
import { arn, use } from '../scripted-reads.ts';
import { schedule } from './answers.ts';
import { callerContract } from './contract.ts';

callerContract({
  caller: scheduler,
  answers: () => [
    ({ path, query }) => {
      if (path === '/schedules' && query['NextToken'] === undefined) {
        return json({
          Schedules: [
            schedule('a', arn('orders', '12')),
            schedule('b', arn('orders', 'live')),
            schedule('c', 'arn:aws:scheduler:::aws-sdk:lambda:invoke'),
            schedule('gone', 'arn:aws:scheduler:::aws-sdk:lambda:invoke'),
          ],
          NextToken: 'two',
        });
      }
      if (path === '/schedules')
        return json({ Schedules: [{ ...schedule('d', arn('billing', '3')), State: 'DISABLED' }] });
      if (path === '/schedules/gone') return jsonError(404, 'ResourceNotFoundException');
      const inputs: Readonly<Record<string, string>> = {
        '/schedules/b': `{"call":"${arn('orders', '2')}"}`,
        '/schedules/c': '{"FunctionName":"billing","Qualifier":"9"}',
      };
      const Input = inputs[path];
      return json({
        Target: { Arn: 'arn:aws:sqs:x:1:q', RoleArn: 'r', ...(Input && { Input }) },
      });
    },
  ],
  uses: [
    use('orders', '12', 'schedule default/a'),
    use('orders', '2', 'schedule default/b'),
    use('billing', '9', 'schedule default/c'),
    use('billing', '3', 'schedule default/d'),
  ],
  onLaterPage: use('billing', '3', 'schedule default/d'),
  disabled: [use('billing', '3', 'schedule default/d')],
  calls: 7,
  tokens: ['two'],
  errorOf: jsonError,
});
