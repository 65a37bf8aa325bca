import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { cloudFormation } from '../../../src/prune/evidence/cloud-formation.ts';
import { codeDeploy } from '../../../src/prune/evidence/code-deploy.ts';
import { WIDE_CHECKS } from '../../../src/prune/evidence/collect/wide.ts';
import { readWide } from '../../../src/prune/evidence/collect/walk.ts';
import { edgeAssociations } from '../../../src/prune/evidence/edge-associations.ts';
import { eventRules } from '../../../src/prune/evidence/event-rules.ts';
import { eventSourceMappings } from '../../../src/prune/evidence/event-source-mappings.ts';
import { pipes } from '../../../src/prune/evidence/pipes.ts';
import { recentMetrics } from '../../../src/prune/evidence/recent-metrics.ts';
import { scalableTargets } from '../../../src/prune/evidence/scalable-targets.ts';
import { scheduler } from '../../../src/prune/evidence/scheduler.ts';
import { stepFunctions } from '../../../src/prune/evidence/step-functions.ts';
import { region } from '../../../src/model/aws-ids.ts';
import { json, queryError, typedError } from '../../aws/wire.ts';
import {
  byAction,
  distribution,
  distributions,
  queried,
  resource,
  resources,
  stack,
  xml,
} from './callers/answers.ts';
import { arn, byOperation, readsIn, scriptedReads, use } from './scripted-reads.ts';

const NAMES = ['orders', 'billing'];
const VIRGINIA = region('us-east-1');

describe('every caller that is read by one walk', () => {
  it('has its contract suite', () => {
    const files = readdirSync(new URL('callers/', import.meta.url));
    const suites = WIDE_CHECKS.map(({ check }) => `${check}.test.ts`);
    expect(files.filter((file) => file.endsWith('.test.ts')).toSorted()).toEqual(suites.toSorted());
  });

  it.each([
    [eventSourceMappings, json({ EventSourceMappings: [], NextMarker: 'again' })],
    [recentMetrics, json({ Metrics: [], NextToken: 'again' })],
    [stepFunctions, json({ stateMachines: [], nextToken: 'again' })],
  ])('$check does not follow repeated page tokens', async (check, answer) => {
    const { outcome } = await readWide(check, scriptedReads(answer).reads, NAMES);
    expect(outcome).toMatchObject({
      kind: 'failed',
      failure: { reason: 'malformed', message: 'the listing repeats a page token' },
    });
  });
});

describe('an answer that is not understood never clears a version', () => {
  it.each([
    [
      'a mapping of what is no function',
      eventSourceMappings,
      json({ EventSourceMappings: [{ FunctionArn: 'x y' }] }),
    ],
    ['a mapping without a function', eventSourceMappings, json({ EventSourceMappings: [{}] })],
    [
      'a target of what is no function',
      scalableTargets,
      json({ ScalableTargets: [{ ResourceId: 'table/x' }] }),
    ],
    ['a schedule without a target', scheduler, json({ Schedules: [{ Name: 'a' }] })],
    ['a bus without a name', eventRules, json({ EventBuses: [{}] })],
    ['a pipe without a target', pipes, json({ Pipes: [{ Name: 'a' }] })],
  ] as const)('%s', async (_name, check, answer) => {
    const { outcome } = await readWide(check, scriptedReads(answer).reads, NAMES);
    expect(outcome).toMatchObject({ kind: 'failed', failure: { reason: 'malformed' } });
  });

  it('a distribution list with fewer than it says', async () => {
    const answer = xml(
      '<DistributionList><IsTruncated>false</IsTruncated><Quantity>2</Quantity></DistributionList>',
    );
    const { outcome } = await readWide(edgeAssociations, readsIn(VIRGINIA, answer).reads, NAMES);
    expect(outcome).toMatchObject({ kind: 'failed', failure: { reason: 'malformed' } });
  });

  it.each([
    [
      'a truncated distribution list without a marker',
      xml(
        '<DistributionList><IsTruncated>true</IsTruncated><Quantity>0</Quantity></DistributionList>',
      ),
    ],
    ['a truncated distribution list with an empty marker', distributions([], '')],
    [
      'a distribution with a function in another form',
      distributions([distribution('E1', false, `${arn('orders', '12', 'us-east-1')}/x`)]),
    ],
  ])('%s', async (_name, answer) => {
    const { outcome } = await readWide(edgeAssociations, readsIn(VIRGINIA, answer).reads, NAMES);
    expect(outcome).toMatchObject({ kind: 'failed', failure: { reason: 'malformed' } });
  });

  it('a distribution with a function of another account, which has no version here', async () => {
    const foreign = arn('orders', '12', 'us-east-1', '333333333333');
    const answer = distributions([distribution('E1', false, foreign)]);
    const { outcome } = await readWide(edgeAssociations, readsIn(VIRGINIA, answer).reads, NAMES);
    expect(outcome).toEqual({ kind: 'read', uses: [] });
  });

  it.each([
    ['a rule without a name', { ListRules: [json({ Rules: [{}] })] }],
    ['a target without an ARN', { ListTargetsByRule: [json({ Targets: [{ Id: '1' }] })] }],
    ['targets without a list', { ListTargetsByRule: [json({})] }],
    ['rules without a list', { ListRules: [json({})] }],
  ])('%s', async (_name, instead) => {
    const answers = byOperation({
      ListEventBuses: [json({ EventBuses: [] })],
      ListRules: [json({ Rules: [{ Name: 'a' }] })],
      ...instead,
    });
    const { outcome } = await readWide(eventRules, scriptedReads(answers).reads, NAMES);
    expect(outcome).toMatchObject({ kind: 'failed', failure: { reason: 'malformed' } });
  });

  it('names the rule of which the targets cannot be read', async () => {
    const answers = byOperation({
      ListEventBuses: [json({ EventBuses: [] })],
      ListRules: [json({ Rules: [{ Name: 'a' }] })],
      ListTargetsByRule: [typedError(400, 'AccessDeniedException')],
    });
    const { outcome } = await readWide(eventRules, scriptedReads(answers).reads, NAMES);
    expect(outcome).toMatchObject({
      kind: 'failed',
      failure: { reason: 'denied', operation: 'events:ListTargetsByRule', resource: 'default/a' },
    });
  });

  it('a state machine without its definition', async () => {
    const answers = byOperation({
      ListStateMachines: [json({ stateMachines: [{ stateMachineArn: 'm', type: 'EXPRESS' }] })],
      DescribeStateMachine: [json({ stateMachineArn: 'm' })],
    });
    const { outcome } = await readWide(stepFunctions, scriptedReads(answers).reads, NAMES);
    expect(outcome).toMatchObject({ kind: 'failed', failure: { reason: 'malformed' } });
  });

  it('a deployment that does not say yet what it shifts', async () => {
    const answers = byOperation({
      ListDeployments: [json({ deployments: ['d-1'] })],
      BatchGetDeployments: [json({ deploymentsInfo: [{ deploymentId: 'd-1' }] })],
      ListDeploymentTargets: [json({ targetIds: [] })],
    });
    const { outcome } = await readWide(codeDeploy, scriptedReads(answers).reads, NAMES);
    expect(outcome).toMatchObject({
      kind: 'failed',
      failure: { message: 'deployment d-1 does not say yet what it shifts' },
    });
  });

  const refused = queryError(400, 'ValidationError', 'Stack with id id-s does not exist');
  const shown = (...members: readonly string[]) =>
    queried('DescribeStacks', `<Stacks>${members.join('')}</Stacks>`);

  it.each([
    ['ListStackResources', 'is there', shown(stack('s', 'UPDATE_COMPLETE')), 'unexpected'],
    ['ListStackResources', 'is unknown too', refused, 'unexpected'],
    ['ListStackResources', 'is not shown', shown(), 'unexpected'],
    ['ListStackResources', 'is another', shown(stack('t', 'DELETE_COMPLETE')), 'unexpected'],
    ['ListStackResources', 'is denied', queryError(403, 'AccessDenied'), 'denied'],
    ['GetTemplate', 'is there', shown(stack('s', 'UPDATE_COMPLETE')), 'unexpected'],
    ['GetTemplate', 'is denied', queryError(403, 'AccessDenied'), 'denied'],
  ])('a stack that %s does not know, and that %s', async (operation, _, answer, reason) => {
    const answers = byAction({
      DescribeStacks: [shown(stack('s', 'CREATE_COMPLETE')), answer],
      ListStackResources: [operation === 'GetTemplate' ? resources() : refused],
      GetTemplate: [refused],
    });
    const { outcome } = await readWide(cloudFormation, scriptedReads(answers).reads, NAMES);
    expect(outcome).toMatchObject({ kind: 'failed', failure: { reason, resource: 'id-s' } });
  });

  it('a ServiceToken that is resolved when the stack is deployed', async () => {
    const answers = byAction({
      DescribeStacks: [
        queried('DescribeStacks', `<Stacks>${stack('s', 'CREATE_COMPLETE')}</Stacks>`),
      ],
      ListStackResources: [resources(resource('Custom::Thing', 'x'))],
      GetTemplate: [
        queried(
          'GetTemplate',
          '<TemplateBody>  ServiceToken: "{{resolve:ssm:/x}}"\n</TemplateBody>',
        ),
      ],
    });
    const { outcome } = await readWide(cloudFormation, scriptedReads(answers).reads, NAMES);
    expect(outcome).toMatchObject({ kind: 'failed', failure: { reason: 'malformed' } });
  });

  it('a version of an unknown function counts for every function', async () => {
    const answers = byOperation({
      ListStateMachines: [json({ stateMachines: [{ stateMachineArn: 'm', type: 'EXPRESS' }] })],
      DescribeStateMachine: [json({ definition: '{"FunctionName.$":"$.f","Qualifier":"4"}' })],
      ListStateMachineVersions: [json({ stateMachineVersions: [] })],
    });
    const { outcome } = await readWide(stepFunctions, scriptedReads(answers).reads, NAMES);
    expect(outcome).toEqual({
      kind: 'read',
      uses: [use('orders', '4', 'm'), use('billing', '4', 'm')],
    });
  });
});
