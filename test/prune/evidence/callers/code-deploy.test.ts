import { codeDeploy } from '../../../../src/prune/evidence/code-deploy.ts';
import { json, typedError } from '../../../aws/wire.ts';
import { byOperation, use } from '../scripted-reads.ts';
import { callerContract } from './contract.ts';

callerContract({
  caller: codeDeploy,
  answers: () => [
    byOperation({
      ListDeployments: [
        json({ deployments: ['d-1', 'd-2'], nextToken: 'deployments-two' }),
        json({ deployments: ['d-3', 'd-4'] }),
      ],
      BatchGetDeployments: [
        json({
          deploymentsInfo: [
            { deploymentId: 'd-2', computePlatform: 'Server' },
            { deploymentId: 'd-1', computePlatform: 'Lambda', status: 'InProgress' },
          ],
        }),
        json({
          deploymentsInfo: [
            { deploymentId: 'd-3', computePlatform: 'Lambda', status: 'Succeeded' },
            { deploymentId: 'd-4', computePlatform: 'Lambda', status: 'Baking' },
          ],
        }),
      ],
      ListDeploymentTargets: [
        json({ targetIds: [], nextToken: 'shifts-two' }),
        json({ targetIds: ['t1'] }),
        json({ targetIds: ['t1'], nextToken: 'shifts-three' }),
        json({ targetIds: [] }),
      ],
      GetDeploymentTarget: [
        json({
          deploymentTarget: {
            deploymentTargetType: 'LambdaTarget',
            lambdaTarget: {
              lambdaFunctionInfo: {
                functionName: 'orders',
                functionAlias: 'live',
                currentVersion: '12',
                targetVersion: '13',
              },
            },
          },
        }),
        json({
          deploymentTarget: {
            deploymentTargetType: 'LambdaTarget',
            lambdaTarget: {
              lambdaFunctionInfo: {
                functionName: 'billing',
                functionAlias: 'live',
                currentVersion: '3',
                targetVersion: '4',
              },
            },
          },
        }),
      ],
    }),
  ],
  uses: [
    use('orders', '12', 'CodeDeploy deployment d-1'),
    use('orders', '13', 'CodeDeploy deployment d-1'),
    use('billing', '3', 'CodeDeploy deployment d-4'),
    use('billing', '4', 'CodeDeploy deployment d-4'),
  ],
  onLaterPage: use('billing', '3', 'CodeDeploy deployment d-4'),
  disabled: [],
  calls: 10,
  tokens: ['deployments-two', 'shifts-two', 'shifts-three'],
  errorOf: typedError,
});
