import { stepFunctions } from '../../../../src/prune/evidence/step-functions.ts';
import { json, typedError } from '../../../aws/wire.ts';
import { arn, byOperation, use } from '../scripted-reads.ts';
import { callerContract } from './contract.ts';

const STATES = 'arn:aws:states:eu-west-1:222222222222';

callerContract({
  caller: stepFunctions,
  answers: () => [
    byOperation({
      ListStateMachines: [
        json({
          stateMachines: [
            { stateMachineArn: `${STATES}:stateMachine:m`, name: 'm', type: 'STANDARD' },
          ],
          nextToken: 'two',
        }),
        json({
          stateMachines: [
            { stateMachineArn: `${STATES}:stateMachine:x`, name: 'x', type: 'EXPRESS' },
          ],
        }),
      ],
      DescribeStateMachine: [
        json({ definition: JSON.stringify({ Resource: arn('orders', '12') }) }),
        json({ definition: JSON.stringify({ Resource: arn('orders', '13') }) }),
        json({ definition: '{"QueryLanguage":"JSONata"}' }),
        typedError(400, 'StateMachineDoesNotExist'),
      ],
      ListStateMachineVersions: [
        json({
          stateMachineVersions: [{ stateMachineVersionArn: `${STATES}:stateMachine:m:1` }],
          nextToken: 'v2',
        }),
        json({ stateMachineVersions: [] }),
        json({
          stateMachineVersions: [{ stateMachineVersionArn: `${STATES}:stateMachine:m:2` }],
        }),
      ],
      ListExecutions: [
        json({ executions: [], nextToken: 'e2' }),
        json({ executions: [{ executionArn: `${STATES}:execution:m:e` }] }),
      ],
      DescribeStateMachineForExecution: [
        json({
          definition: JSON.stringify({ Arguments: { FunctionName: 'billing', Qualifier: '3' } }),
        }),
      ],
    }),
  ],
  uses: [
    use('orders', '12', `${STATES}:stateMachine:m`),
    use('orders', '13', `${STATES}:stateMachine:m:1`),
    use('billing', '3', `${STATES}:execution:m:e`),
  ],
  onLaterPage: use('billing', '3', `${STATES}:execution:m:e`),
  disabled: [],
  calls: 12,
  tokens: ['two', 'v2', 'e2'],
  errorOf: typedError,
});
