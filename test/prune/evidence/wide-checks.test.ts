import { describe, expect, it } from 'vitest';

import { cloudFormation } from '../../../src/prune/evidence/cloud-formation.ts';
import { codeDeploy } from '../../../src/prune/evidence/code-deploy.ts';
import { WIDE_CHECKS } from '../../../src/prune/evidence/collect/wide.ts';
import { edgeAssociations } from '../../../src/prune/evidence/edge-associations.ts';
import { eventRules } from '../../../src/prune/evidence/event-rules.ts';
import { eventSourceMappings } from '../../../src/prune/evidence/event-source-mappings.ts';
import { pipes } from '../../../src/prune/evidence/pipes.ts';
import { recentMetrics } from '../../../src/prune/evidence/recent-metrics.ts';
import { scalableTargets } from '../../../src/prune/evidence/scalable-targets.ts';
import { scheduler } from '../../../src/prune/evidence/scheduler.ts';
import { stepFunctions } from '../../../src/prune/evidence/step-functions.ts';
import type { Walk, Walked, WideCheck } from '../../../src/prune/evidence/collect/wide-check.ts';
import { begun, readWide, walked } from '../../../src/prune/evidence/collect/wide-check.ts';
import { region } from '../../../src/model/aws-ids.ts';
import { spellings } from '../../aws/spellings.ts';
import type { SentRequest, WireAnswer } from '../../aws/wire.ts';
import { json, jsonError, queryError, typedError, xmlError } from '../../aws/wire.ts';
import { arn, byOperation, readsIn, scriptedReads, use } from './scripted-reads.ts';

const NAMES = ['orders', 'billing'];
const VIRGINIA = region('us-east-1');
const STATES = 'arn:aws:states:eu-west-1:222222222222';

type Script = WireAnswer | ((request: SentRequest) => WireAnswer);

const xml = (body: string): WireAnswer => ({ body: `<?xml version="1.0"?>${body}` });
const queried = (operation: string, result: string): WireAnswer =>
  xml(
    `<${operation}Response xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><${operation}Result>${result}</${operation}Result></${operation}Response>`,
  );
/** Answers by the action of a query request, each in its own order. */
function byAction(
  answers: Readonly<Record<string, readonly WireAnswer[]>>,
): (request: SentRequest) => WireAnswer {
  const asked = new Map<string, number>();
  return ({ body }) => {
    const action = new URLSearchParams(body).get('Action') ?? '';
    const at = asked.get(action) ?? 0;
    asked.set(action, at + 1);
    return answers[action]![Math.min(at, answers[action]!.length - 1)]!;
  };
}

const stack = (name: string, status: string, more = ''): string =>
  `<member><StackName>${name}</StackName><StackId>id-${name}</StackId><StackStatus>${status}</StackStatus><CreationTime>2026-01-01T00:00:00Z</CreationTime>${more}</member>`;
const resource = (type: string, id?: string): string =>
  `<member><LogicalResourceId>L</LogicalResourceId><ResourceType>${type}</ResourceType>${id === undefined ? '' : `<PhysicalResourceId>${id}</PhysicalResourceId>`}<ResourceStatus>CREATE_COMPLETE</ResourceStatus><LastUpdatedTimestamp>2026-01-01T00:00:00Z</LastUpdatedTimestamp></member>`;
const resources = (...members: readonly string[]): WireAnswer =>
  queried(
    'ListStackResources',
    `<StackResourceSummaries>${members.join('')}</StackResourceSummaries>`,
  );

const distribution = (id: string, staging: boolean, ...functions: readonly string[]): string =>
  `<DistributionSummary><Id>${id}</Id><Staging>${staging}</Staging><DefaultCacheBehavior><TargetOriginId>o</TargetOriginId><ViewerProtocolPolicy>allow-all</ViewerProtocolPolicy><LambdaFunctionAssociations><Quantity>1</Quantity><Items><LambdaFunctionAssociation><LambdaFunctionARN>${functions[0]}</LambdaFunctionARN><EventType>viewer-request</EventType></LambdaFunctionAssociation></Items></LambdaFunctionAssociations></DefaultCacheBehavior><CacheBehaviors><Quantity>1</Quantity><Items>${functions
    .slice(1)
    .map(
      (one) =>
        `<CacheBehavior><PathPattern>x</PathPattern><LambdaFunctionAssociations><Quantity>1</Quantity><Items><LambdaFunctionAssociation><LambdaFunctionARN>${one}</LambdaFunctionARN><EventType>viewer-request</EventType></LambdaFunctionAssociation></Items></LambdaFunctionAssociations></CacheBehavior>`,
    )
    .join('')}</Items></CacheBehaviors></DistributionSummary>`;
const distributions = (items: readonly string[], next?: string): WireAnswer =>
  xml(
    `<DistributionList><Marker></Marker><MaxItems>100</MaxItems><IsTruncated>${next !== undefined}</IsTruncated>${next === undefined ? '' : `<NextMarker>${next}</NextMarker>`}<Quantity>${items.length}</Quantity>${items.length === 0 ? '' : `<Items>${items.join('')}</Items>`}</DistributionList>`,
  );

const metric = (dimensions: Readonly<Record<string, string>>) => ({
  Namespace: 'AWS/Lambda',
  MetricName: 'Invocations',
  Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
});
const schedule = (name: string, target: string) => ({
  Name: name,
  GroupName: 'default',
  Target: { Arn: target },
});

interface Case {
  readonly check: WideCheck;
  readonly in?: typeof VIRGINIA;
  readonly answers: () => readonly Script[];
  readonly uses: readonly ReturnType<typeof use>[];
  readonly calls: number;
  readonly errorOf: (status: number, name: string) => WireAnswer;
}

const cases: readonly Case[] = [
  {
    check: eventSourceMappings,
    answers: () => [
      json({
        EventSourceMappings: [
          {
            UUID: 'u1',
            EventSourceArn: 'arn:aws:sqs:eu-west-1:1:q',
            FunctionArn: arn('orders', '12'),
          },
          { UUID: 'u2', FunctionArn: arn('orders', 'live') },
        ],
        NextMarker: 'two',
      }),
      json({ EventSourceMappings: [], NextMarker: 'three' }),
      json({
        EventSourceMappings: [
          { UUID: 'u3', FunctionArn: arn('billing', '3'), State: 'Disabled' },
          { UUID: 'u4', FunctionArn: arn('billing') },
        ],
      }),
    ],
    uses: [
      use('orders', '12', 'arn:aws:sqs:eu-west-1:1:q'),
      use('billing', '3', 'event source mapping u3'),
    ],
    calls: 3,
    errorOf: jsonError,
  },
  {
    check: scalableTargets,
    answers: () => [
      json({ ScalableTargets: [{ ResourceId: 'function:orders:12' }], NextToken: 'two' }),
      json({
        ScalableTargets: [
          { ResourceId: 'function:orders:live', ScalableTargetARN: 'arn:x' },
          { ResourceId: 'function:billing:3', ScalableTargetARN: 'arn:y' },
        ],
      }),
    ],
    uses: [
      use('orders', '12', 'scalable target function:orders:12'),
      use('billing', '3', 'scalable target arn:y'),
    ],
    calls: 2,
    errorOf: typedError,
  },
  {
    check: recentMetrics,
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
        ],
      }),
    ],
    uses: [
      use('orders', '12', 'invoked in about the last 14 days'),
      use('billing', '7', 'invoked in about the last 14 days'),
      use('billing', '3', 'invoked in about the last 14 days'),
    ],
    calls: 2,
    errorOf: typedError,
  },
  {
    check: edgeAssociations,
    in: VIRGINIA,
    answers: () => [
      distributions([distribution('E1', false, arn('orders', '12', 'us-east-1'))], 'two'),
      distributions([], 'three'),
      distributions([
        distribution(
          'E2',
          true,
          arn('orders', '13', 'us-east-1'),
          arn('billing', '3', 'us-east-1'),
        ),
      ]),
    ],
    uses: [
      use('orders', '12', 'CloudFront distribution E1', 'us-east-1'),
      use('orders', '13', 'CloudFront distribution E2', 'us-east-1'),
      use('billing', '3', 'CloudFront distribution E2', 'us-east-1'),
    ],
    calls: 3,
    errorOf: xmlError,
  },
  {
    check: scheduler,
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
        if (path === '/schedules') return json({ Schedules: [schedule('d', arn('billing', '3'))] });
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
    calls: 7,
    errorOf: jsonError,
  },
  {
    check: pipes,
    answers: () => [
      json({ Pipes: [{ Name: 'a', Target: arn('orders', '12') }], NextToken: 'two' }),
      json({
        Pipes: [{ Name: 'b', Target: 'arn:aws:sqs:x:1:q', Enrichment: arn('billing', '3') }],
      }),
    ],
    uses: [use('orders', '12', 'pipe a'), use('billing', '3', 'pipe b, enrichment')],
    calls: 2,
    errorOf: jsonError,
  },
  {
    check: stepFunctions,
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
        ListExecutions: [json({ executions: [{ executionArn: `${STATES}:execution:m:e` }] })],
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
    calls: 11,
    errorOf: typedError,
  },
  {
    check: codeDeploy,
    answers: () => [
      byOperation({
        ListDeployments: [
          json({ deployments: ['d-1', 'd-2'], nextToken: 'two' }),
          json({ deployments: ['d-3'] }),
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
            ],
          }),
        ],
        ListDeploymentTargets: [json({ targetIds: ['t1'] })],
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
        ],
      }),
    ],
    uses: [
      use('orders', '12', 'CodeDeploy deployment d-1'),
      use('orders', '13', 'CodeDeploy deployment d-1'),
    ],
    calls: 6,
    errorOf: typedError,
  },
  {
    check: cloudFormation,
    answers: () => [
      byAction({
        DescribeStacks: [
          queried(
            'DescribeStacks',
            `<Stacks>${stack(
              'calm',
              'UPDATE_COMPLETE',
              `<Parameters><member><ParameterKey>P</ParameterKey><ParameterValue>${arn('orders', '4')}</ParameterValue></member></Parameters><Outputs><member><OutputKey>O</OutputKey><OutputValue>${arn('orders', '5')}</OutputValue></member></Outputs>`,
            )}</Stacks><NextToken>two</NextToken>`,
          ),
          queried(
            'DescribeStacks',
            `<Stacks>${stack('stuck', 'UPDATE_ROLLBACK_FAILED')}${stack('past', 'DELETE_COMPLETE')}${stack('leaving', 'DELETE_IN_PROGRESS')}</Stacks>`,
          ),
        ],
        ListStackResources: [
          resources(
            resource('AWS::Lambda::Version', arn('orders', '12')),
            resource('AWS::Lambda::Function', 'orders'),
            resource('Custom::Thing', 'x'),
            resource('AWS::Lambda::Version'),
          ),
          resources(
            resource('AWS::Lambda::Function', 'billing'),
            resource('AWS::Lambda::Alias', arn('billing', 'live')),
            resource('AWS::SQS::Queue', 'https://queue:12'),
          ),
          queryError(400, 'ValidationError', 'Stack with id leaving does not exist'),
        ],
        GetTemplate: [
          queried(
            'GetTemplate',
            `<TemplateBody>Resources: {T: {Type: Custom::Thing, Properties: {ServiceToken: "${arn('provider', '7')}"}}}</TemplateBody>`,
          ),
          queried('GetTemplate', '<TemplateBody>Resources: {}</TemplateBody>'),
        ],
      }),
    ],
    uses: [
      use('orders', '4', 'value in the stack calm'),
      use('orders', '5', 'value in the stack calm'),
      use('orders', '12', 'resource of the stack id-calm'),
      use('provider', '7', 'template of the stack id-calm'),
      use('billing', '*', 'stack id-stuck, which is at work or can be rolled back'),
    ],
    calls: 7,
    errorOf: (status, name) => queryError(status, name),
  },
  {
    check: eventRules,
    answers: () => [
      byOperation({
        ListEventBuses: [
          json({ EventBuses: [{ Name: 'default' }], NextToken: 'two' }),
          json({ EventBuses: [{ Name: 'shop' }, { Name: 'leaving' }] }),
        ],
        ListRules: [
          json({ Rules: [{ Name: 'a', State: 'DISABLED' }] }),
          json({ Rules: [], NextToken: 'two' }),
          typedError(400, 'ResourceNotFoundException'),
          json({ Rules: [{ Name: 'b' }, { Name: 'gone' }] }),
        ],
        ListTargetsByRule: [
          json({ Targets: [{ Id: '1', Arn: arn('orders', 'live') }], NextToken: 'two' }),
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
    calls: 10,
    errorOf: typedError,
  },
];

const at = (place: typeof VIRGINIA | undefined, ...answers: readonly Script[]) =>
  place === undefined ? scriptedReads(...answers) : readsIn(place, ...answers);

describe('every wide check', () => {
  it('has its case here', () => {
    expect(new Set(cases.map(({ check }) => check))).toEqual(new Set(WIDE_CHECKS));
  });

  it.each(cases)('$check.check reads all pages and tells every use', async (one) => {
    const { reads, wire } = at(one.in, ...one.answers());
    const evidence = await readWide(one.check, reads, NAMES);
    expect(evidence.outcome).toEqual({ kind: 'read', uses: one.uses });
    expect(evidence.check).toBe(one.check.check);
    expect(evidence.scope).toEqual(
      one.check.width === 'account'
        ? { kind: 'account' }
        : { kind: 'region', region: one.in ?? 'eu-west-1' },
    );
    expect(wire.requests).toHaveLength(one.calls);
  });

  it.each(cases)('$check.check goes on call by call as if it had never stopped', async (one) => {
    const { reads, wire } = at(one.in, ...one.answers());
    let walk = begun(one.check);
    let slices = 0;
    let found: Walked;
    do {
      let left = 1;
      found = await walked(one.check, reads, walk, () => left-- > 0);
      slices += 1;
      if (found.kind === 'paused') walk = JSON.parse(JSON.stringify(found.walk)) as Walk;
    } while (found.kind === 'paused');
    expect(found.notes).toEqual({ kind: 'read', value: one.uses });
    expect(wire.requests).toHaveLength(one.calls);
    expect(slices).toBe(one.calls);
  });

  it.each(
    cases.flatMap((one) =>
      spellings(one.errorOf).map((spelling) => ({ ...one, ...spelling, name: one.check.check })),
    ),
  )('$name is failed evidence when it answers $errorName: $reason', async (one) => {
    const { reads } = at(one.in, one.answer);
    const { outcome } = await readWide(one.check, reads, NAMES);
    expect(outcome).toMatchObject({ kind: 'failed', failure: { reason: one.reason } });
  });

  it.each(cases)('$check.check is failed evidence when a later answer fails', async (one) => {
    for (let good = 1; good < one.calls; good += 1) {
      let left = good;
      const scripts = [...one.answers()];
      const { reads, wire } = at(one.in, (request) => {
        if (left-- <= 0) return one.errorOf(403, 'AccessDenied');
        const script = scripts.length > 1 ? scripts.shift()! : scripts[0]!;
        return typeof script === 'function' ? script(request) : script;
      });
      const { outcome } = await readWide(one.check, reads, NAMES);
      expect(outcome).toMatchObject({ kind: 'failed', failure: { reason: 'denied' } });
      expect(wire.requests).toHaveLength(good + 1);
    }
  });

  it.each(cases)('$check.check takes no answer without a list for an empty one', async (one) => {
    const empty =
      one.errorOf === queryError || one.check === cloudFormation
        ? queried('DescribeStacks', '')
        : undefined;
    const answers = [
      empty ??
        (one.check === edgeAssociations ? xml('<DistributionList></DistributionList>') : json({})),
    ];
    const { reads } = at(one.in, ...answers);
    const { outcome } = await readWide(one.check, reads, NAMES);
    expect(outcome).toMatchObject({ kind: 'failed', failure: { reason: 'malformed' } });
  });

  it.each([
    [eventSourceMappings, json({ EventSourceMappings: [], NextMarker: 'again' })],
    [recentMetrics, json({ Metrics: [], NextToken: 'again' })],
    [stepFunctions, json({ stateMachines: [], nextToken: 'again' })],
  ])('$check does not go round in a circle', async (check, answer) => {
    const { outcome } = await readWide(check, scriptedReads(answer).reads, NAMES);
    expect(outcome).toMatchObject({
      kind: 'failed',
      failure: { reason: 'malformed', message: 'the listing repeats a page token' },
    });
  });
});

describe('what nobody can tell is never no use', () => {
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

  it('a distribution list that holds fewer than it says', async () => {
    const answer = xml(
      '<DistributionList><IsTruncated>false</IsTruncated><Quantity>2</Quantity></DistributionList>',
    );
    const { outcome } = await readWide(edgeAssociations, readsIn(VIRGINIA, answer).reads, NAMES);
    expect(outcome).toMatchObject({ kind: 'failed', failure: { reason: 'malformed' } });
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

  it('a version of whatever function is one of every function', async () => {
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
