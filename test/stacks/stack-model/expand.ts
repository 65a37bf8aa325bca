import { sectionOf } from '../../../scripts/cloudformation/sections.ts';
import { readTemplate } from '../../sandbox/cloudformation/read-template.ts';
import { holds, resolve } from '../../sandbox/cloudformation/resolve.ts';
import type { Scope } from '../../sandbox/cloudformation/scope.ts';
import { parametersOf } from '../../sandbox/cloudformation/scope.ts';
import { isMembers } from '../../sandbox/wire/message.ts';
import type { Members } from '../../sandbox/wire/message.ts';

export type DeletionPolicy = 'Delete' | 'Retain' | 'RetainExceptOnCreate';

/** A resource of a stack, with conditions and names resolved. */
export interface StackResource {
  readonly logicalId: string;
  readonly type: string;
  /** The physical name; undefined when CloudFormation generates a unique one. */
  readonly name: string | undefined;
  readonly deletionPolicy: DeletionPolicy;
  /** The policy for a resource that a change replaces. */
  readonly replacePolicy: DeletionPolicy;
  /** Whether it is a subscription that must be confirmed, and cannot be deleted until then. */
  readonly isPending: boolean;
  /** The logical ids of the resources that must exist before it. */
  readonly needs: ReadonlySet<string>;
}

/** The property with the name of each type in the shipped templates. */
const NAMES: Readonly<Record<string, string>> = {
  'AWS::Chatbot::SlackChannelConfiguration': 'ConfigurationName',
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::CloudWatch::Dashboard': 'DashboardName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::Scheduler::Schedule': 'Name',
  'AWS::Scheduler::ScheduleGroup': 'Name',
  'AWS::StepFunctions::StateMachine': 'StateMachineName',
};

export interface StackRequest {
  readonly stackName: string;
  readonly account: string;
  readonly template: Members;
  readonly parameters?: Readonly<Record<string, string>>;
}

/** Returns the resources of a stack of `template`. @throws StackRefused when CloudFormation would refuse it */
export function resourcesOf(request: StackRequest): readonly StackResource[] {
  const template = readTemplate(JSON.stringify(request.template));
  const scope: Scope = {
    template,
    place: {
      stackName: request.stackName,
      partition: 'aws',
      accountId: request.account,
      region: 'eu-west-1',
    },
    parameters: parametersOf(template, request.parameters ?? {}),
  };
  const ids = new Set(Object.keys(template.resources));
  return Object.entries(template.resources).flatMap(([logicalId, resource]) => {
    const { Condition: condition, Type } = resource;
    const { DeletionPolicy: policy = 'Delete', UpdateReplacePolicy: replaced = 'Delete' } =
      resource;
    if (typeof condition === 'string' && !holds(condition, scope)) return [];
    const type = String(Type);
    const properties = sectionOf(resource, 'Properties');
    const name = resolve(properties[NAMES[type] ?? ''], scope);
    return [
      {
        logicalId,
        type,
        name: typeof name === 'string' ? name : undefined,
        deletionPolicy: deletionPolicyOf(policy),
        replacePolicy: deletionPolicyOf(replaced),
        needs: new Set([...referencesIn(resource)].filter((id) => ids.has(id))),
        isPending:
          type === 'AWS::SNS::Subscription' && String(properties['Protocol']).startsWith('email'),
      },
    ];
  });
}

function deletionPolicyOf(policy: unknown): DeletionPolicy {
  if (policy === 'Delete' || policy === 'Retain' || policy === 'RetainExceptOnCreate')
    return policy;
  throw new RangeError(`the model does not know the DeletionPolicy ${String(policy)}`);
}

/** Returns every text that a resource depends on or refers to; texts that are no logical ids do no harm. */
function referencesIn(value: unknown): ReadonlySet<string> {
  if (Array.isArray(value)) return new Set(value.flatMap((item) => [...referencesIn(item)]));
  if (!isMembers(value)) return new Set();
  return new Set(
    Object.entries(value).flatMap(([key, member]) => {
      if (key === 'DependsOn' || key === 'Ref') return [member].flat().map(String);
      if (key === 'Fn::GetAtt') return [String([member].flat()[0]).split('.')[0] ?? ''];
      if (key !== 'Fn::Sub') return [...referencesIn(member)];
      const text = String([member].flat()[0]);
      return [...text.matchAll(/\$\{([A-Za-z0-9]+)/g)].map(([, id = '']) => id);
    }),
  );
}
