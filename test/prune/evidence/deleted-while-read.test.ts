import { describe, expect, it } from 'vitest';

import { cloudFormation } from '../../../src/prune/evidence/cloud-formation.ts';
import { codeDeploy } from '../../../src/prune/evidence/code-deploy.ts';
import { readWide } from '../../../src/prune/evidence/collect/walk.ts';
import { stepFunctions } from '../../../src/prune/evidence/step-functions.ts';
import { json, queryError, typedError } from '../../aws/wire.ts';
import { byAction, queried, resources, stack } from './callers/answers.ts';
import { byOperation, scriptedReads } from './scripted-reads.ts';

const NAMES = ['orders', 'billing'];
const shown = (...members: readonly string[]) =>
  queried('DescribeStacks', `<Stacks>${members.join('')}</Stacks>`);

describe('a resource that is deleted before it is read calls nothing, and does not fail the check:', () => {
  it('a deployment, when its targets are listed', async () => {
    const answers = byOperation({
      ListDeployments: [json({ deployments: ['d-1'] })],
      BatchGetDeployments: [json({ deploymentsInfo: [{ deploymentId: 'd-1' }] })],
      ListDeploymentTargets: [typedError(400, 'DeploymentDoesNotExistException')],
    });
    const { outcome } = await readWide(codeDeploy, scriptedReads(answers).reads, NAMES);
    expect(outcome).toEqual({ kind: 'read', uses: [] });
  });

  it.each([
    ['ListStateMachineVersions', 'StateMachineDoesNotExist'],
    ['ListExecutions', 'StateMachineDoesNotExist'],
    ['DescribeStateMachineForExecution', 'ExecutionDoesNotExist'],
  ])('of Step Functions, when %s asks for it', async (operation, errorName) => {
    const answers = byOperation({
      ListStateMachines: [json({ stateMachines: [{ stateMachineArn: 'm', type: 'STANDARD' }] })],
      DescribeStateMachine: [json({ definition: '{}' })],
      ListStateMachineVersions: [json({ stateMachineVersions: [] })],
      ListExecutions: [json({ executions: [{ executionArn: 'e' }] })],
      DescribeStateMachineForExecution: [json({ definition: '{}' })],
      [operation]: [typedError(400, errorName)],
    });
    const { outcome } = await readWide(stepFunctions, scriptedReads(answers).reads, NAMES);
    expect(outcome).toEqual({ kind: 'read', uses: [] });
  });

  it('a stack that is not created yet, which has no template', async () => {
    const answers = byAction({
      DescribeStacks: [
        queried('DescribeStacks', `<Stacks>${stack('s', 'REVIEW_IN_PROGRESS')}</Stacks>`),
      ],
      ListStackResources: [resources()],
    });
    const { outcome } = await readWide(cloudFormation, scriptedReads(answers).reads, NAMES);
    expect(outcome).toEqual({ kind: 'read', uses: [] });
  });

  it('a stack, between its resources and its template', async () => {
    const answers = byAction({
      DescribeStacks: [shown(stack('s', 'CREATE_COMPLETE')), shown(stack('s', 'DELETE_COMPLETE'))],
      ListStackResources: [resources()],
      GetTemplate: [queryError(400, 'ValidationError', 'whatever it says')],
    });
    const { outcome } = await readWide(cloudFormation, scriptedReads(answers).reads, NAMES);
    expect(outcome).toEqual({ kind: 'read', uses: [] });
  });
});
