import type { Scope } from './scope.ts';
import { StackRefused } from './scope.ts';
import { isMembers } from '../wire/message.ts';
import type { Members } from '../wire/message.ts';

/** What `Ref` and `Fn::GetAtt` return for a resource. The resource itself is not created. */

type Resolve = (value: unknown) => unknown;

interface Kind {
  /** The property that sets the resource's name. */
  readonly nameProperty: string;
  readonly arn: (name: string, scope: Scope) => string;
  /** The attribute of `Fn::GetAtt` that returns the ARN. */
  readonly arnAttribute: string;
  readonly isReferredToByArn?: boolean;
}

const regional =
  (service: string, prefix = '') =>
  (name: string, { place }: Scope): string =>
    `arn:${place.partition}:${service}:${place.region}:${place.accountId}:${prefix}${name}`;

const KINDS: Readonly<Record<string, Kind>> = {
  'AWS::IAM::Role': {
    nameProperty: 'RoleName',
    arn: (name, { place }) => `arn:${place.partition}:iam::${place.accountId}:role/${name}`,
    arnAttribute: 'Arn',
  },
  'AWS::IAM::ManagedPolicy': {
    nameProperty: 'ManagedPolicyName',
    arn: (name, { place }) => `arn:${place.partition}:iam::${place.accountId}:policy/${name}`,
    arnAttribute: 'PolicyArn',
    isReferredToByArn: true,
  },
  'AWS::SNS::Topic': {
    nameProperty: 'TopicName',
    arn: regional('sns'),
    arnAttribute: 'TopicArn',
    isReferredToByArn: true,
  },
  'AWS::S3::Bucket': {
    nameProperty: 'BucketName',
    arn: (name, { place }) => `arn:${place.partition}:s3:::${name}`,
    arnAttribute: 'Arn',
  },
  'AWS::SQS::Queue': { nameProperty: 'QueueName', arn: regional('sqs'), arnAttribute: 'Arn' },
  'AWS::Lambda::Function': {
    nameProperty: 'FunctionName',
    arn: regional('lambda', 'function:'),
    arnAttribute: 'Arn',
  },
  'AWS::Logs::LogGroup': {
    nameProperty: 'LogGroupName',
    arn: regional('logs', 'log-group:'),
    arnAttribute: 'Arn',
  },
  'AWS::StepFunctions::StateMachine': {
    nameProperty: 'StateMachineName',
    arn: regional('states', 'stateMachine:'),
    arnAttribute: 'Arn',
    isReferredToByArn: true,
  },
};

/** Returns the name from the template, or a generated name as CloudFormation would assign it. */
export function physicalName(id: string, scope: Scope, resolve: Resolve): string {
  const resource = resourceOf(id, scope);
  const kind = KINDS[String(resource['Type'])];
  const properties = isMembers(resource['Properties']) ? resource['Properties'] : {};
  const name = kind === undefined ? undefined : resolve(properties[kind.nameProperty]);
  if (typeof name === 'string') return name;
  const generated = `${scope.place.stackName}-${id}`;
  return resource['Type'] === 'AWS::S3::Bucket' ? generated.toLowerCase() : generated;
}

export function referenceTo(id: string, scope: Scope, resolve: Resolve): string {
  const kind = KINDS[String(resourceOf(id, scope)['Type'])];
  const name = physicalName(id, scope, resolve);
  return kind?.isReferredToByArn === true ? kind.arn(name, scope) : name;
}

/** Returns the ARN of a resource; undefined for a type whose ARN format is not known here. */
export function arnOfResource(id: string, scope: Scope, resolve: Resolve): string | undefined {
  const kind = KINDS[String(resourceOf(id, scope)['Type'])];
  return kind?.arn(physicalName(id, scope, resolve), scope);
}

export function attributeOf(id: string, attribute: string, scope: Scope, resolve: Resolve): string {
  const resource = resourceOf(id, scope);
  const type = String(resource['Type']);
  const kind = KINDS[type];
  if (kind?.arnAttribute !== attribute) {
    throw new StackRefused(`the sandbox does not know ${attribute} of ${id} (${type})`);
  }
  const name = physicalName(id, scope, resolve);
  const properties = isMembers(resource['Properties']) ? resource['Properties'] : {};
  const path = type === 'AWS::IAM::Role' ? resolve(properties['Path']) : undefined;
  return kind.arn(typeof path === 'string' ? `${path.slice(1)}${name}` : name, scope);
}

function resourceOf(id: string, { template }: Scope): Members {
  const resource = template.resources[id];
  if (resource === undefined) {
    throw new StackRefused(`Unresolved resource dependencies [${id}] in the template`);
  }
  return resource;
}
