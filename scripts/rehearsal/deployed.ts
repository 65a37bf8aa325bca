import { createHash } from 'node:crypto';
import {
  CloudFormationClient,
  GetTemplateCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import {
  GetRolePolicyCommand,
  IAMClient,
  ListRolePoliciesCommand,
  ListRolesCommand,
} from '@aws-sdk/client-iam';
import { GetFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';

import { resolve } from '../../test/sandbox/cloudformation/resolve.ts';
import type { Scope } from '../../test/sandbox/cloudformation/scope.ts';
import { parametersOf } from '../../test/sandbox/cloudformation/scope.ts';
import { parseTemplate, templateOf } from '../../test/sandbox/cloudformation/read-template.ts';
import { isMembers } from '../../test/sandbox/wire/message.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';
import type { BucketWorld, RoleWorld, TopicWorld } from '../../test/sandbox/world.ts';
import { sectionOf } from '../cloudformation/sections.ts';
import type { Keys } from './shell.ts';
import { REGION } from './shell.ts';

export interface DeployedFunction {
  readonly name: string;
  readonly role: string;
  readonly memoryMb: number;
  readonly timeoutMs: number;
  readonly variables: Readonly<Record<string, string>>;
  /** The uploaded zip, whose hash equals the one that Lambda returns. */
  readonly zip: Uint8Array;
}

/** The resources that a stack created, as their services return them. */
export interface DeployedStack {
  readonly template: Members;
  readonly functions: readonly DeployedFunction[];
  readonly topics: readonly TopicWorld[];
  readonly buckets: readonly BucketWorld[];
}

/** The endpoint and credentials with which a deployment is read. */
export interface Place {
  readonly endpoint: string;
  readonly keys: Keys;
}

/** Reads a deployed stack; the code is in the bucket of osls by default. @throws Error when a function's code is not what was uploaded */
export async function readDeployedStack(
  place: Place,
  stackName: string,
  account: string,
  codeBucket?: string,
): Promise<DeployedStack> {
  const stacks = new CloudFormationClient(clientOf(place));
  const { TemplateBody = '' } = await stacks.send(new GetTemplateCommand({ StackName: stackName }));
  const template = parseTemplate(TemplateBody);
  const { StackResourceSummaries: made = [] } = await stacks.send(
    new ListStackResourcesCommand({ StackName: stackName }),
  );
  const idsOf = (type: string): readonly string[] =>
    made.flatMap(({ ResourceType, PhysicalResourceId: id }) =>
      ResourceType === type && id !== undefined ? [id] : [],
    );
  const uploads = made.find(({ LogicalResourceId: id }) => id === 'ServerlessDeploymentBucket');
  const bucket = codeBucket ?? uploads?.PhysicalResourceId ?? '';
  const keys = uploadedKeys(template);
  const policies = resourcePolicies(template, account);
  const policyOf = (name: string) => {
    const policy = policies.get(name);
    return policy === undefined ? {} : { policy };
  };
  return {
    template,
    functions: await Promise.all(
      idsOf('AWS::Lambda::Function').map((name) => deployedFunction(place, name, bucket, keys)),
    ),
    topics: idsOf('AWS::SNS::Topic').map((arn) => {
      const name = arn.split(':').at(-1) ?? '';
      return { name, ...policyOf(name) };
    }),
    buckets: idsOf('AWS::S3::Bucket')
      .filter((name) => name !== bucket)
      .map((name) => ({ name, region: REGION, isVersioned: true, ...policyOf(name) })),
  };
}

/** Returns the account's roles whose names begin with the deployment's name, with their trust and policies. */
export async function readRoles(place: Place, deployment: string): Promise<readonly RoleWorld[]> {
  const iam = new IAMClient(clientOf(place));
  const { Roles: roles = [] } = await iam.send(new ListRolesCommand({ MaxItems: 1000 }));
  const own = roles.filter(({ RoleName: name }) => name?.startsWith(`${deployment}-`) === true);
  return Promise.all(
    own.map(async ({ RoleName: name = '', Path: path = '/', AssumeRolePolicyDocument: trust }) => {
      const { PolicyNames: names = [] } = await iam.send(
        new ListRolePoliciesCommand({ RoleName: name }),
      );
      const policies = names.map(async (PolicyName) => {
        const answer = await iam.send(new GetRolePolicyCommand({ RoleName: name, PolicyName }));
        return documentOf(answer.PolicyDocument);
      });
      return { name, path, trust: documentOf(trust), policies: await Promise.all(policies) };
    }),
  );
}

async function deployedFunction(
  place: Place,
  name: string,
  bucket: string,
  keys: ReadonlyMap<string, string>,
): Promise<DeployedFunction> {
  const lambda = new LambdaClient(clientOf(place));
  const { Configuration: made = {} } = await lambda.send(
    new GetFunctionCommand({ FunctionName: name }),
  );
  const s3 = new S3Client({ ...clientOf(place), forcePathStyle: true });
  const { Body } = await s3.send(
    new GetObjectCommand({ Bucket: bucket, Key: keys.get(name) ?? `no code of ${name}` }),
  );
  const zip = (await Body?.transformToByteArray()) ?? new Uint8Array();
  const digest = createHash('sha256').update(zip).digest('base64');
  if (digest !== made.CodeSha256) {
    throw new Error(
      `${name}: ${digest} was uploaded, and ${made.CodeSha256 ?? 'nothing'} is deployed`,
    );
  }
  return {
    name,
    role: made.Role?.split('/').at(-1) ?? '',
    memoryMb: made.MemorySize ?? 0,
    timeoutMs: (made.Timeout ?? 0) * 1000,
    variables: made.Environment?.Variables ?? {},
    zip,
  };
}

/** Returns the S3 key of each function's code, by the function's name. */
function uploadedKeys(template: Members): ReadonlyMap<string, string> {
  return new Map(
    Object.values(sectionOf(template, 'Resources')).flatMap((resource) => {
      if (!isMembers(resource) || resource['Type'] !== 'AWS::Lambda::Function') return [];
      const { FunctionName: name, Code: code } = sectionOf(resource, 'Properties');
      return isMembers(code) ? [[String(name), String(code['S3Key'])] as const] : [];
    }),
  );
}

/** Returns topic and bucket policies by resource name, from the template, since moto does not create them. */
function resourcePolicies(document: Members, account: string): ReadonlyMap<string, Members> {
  const template = templateOf(document);
  const place = { stackName: '', partition: 'aws', accountId: account, region: REGION };
  const scope: Scope = { template, place, parameters: parametersOf(template, {}) };
  return new Map(
    Object.values(template.resources).flatMap((resource): (readonly [string, Members])[] => {
      const type = String(resource['Type']);
      if (!/^AWS::(?:SNS::TopicPolicy|S3::BucketPolicy)$/.test(type)) return [];
      const { Bucket, Topics, PolicyDocument } = sectionOf(resource, 'Properties');
      const policy = resolve(PolicyDocument, scope);
      const on = [resolve(Bucket ?? Topics, scope)].flat().map(String);
      return isMembers(policy) ? on.map((id) => [id.split(':').at(-1) ?? '', policy]) : [];
    }),
  );
}

/** Parses a policy document, which IAM returns URL-encoded. */
export function documentOf(text: string | undefined): Members {
  const whole = text?.startsWith('%') === true ? decodeURIComponent(text) : text;
  const document: unknown = JSON.parse(whole ?? '{}');
  if (!isMembers(document)) throw new Error('a policy is a map');
  return document;
}

function clientOf({ endpoint, keys }: Place) {
  return { endpoint, region: REGION, credentials: keys };
}
