import { isMembers } from '../../../test/sandbox/wire/message.ts';
import type { Members } from '../../../test/sandbox/wire/message.ts';
import { sectionOf } from '../../cloudformation/sections.ts';
import { schemaOf } from '../../cloudformation/resource-schemas.ts';
import { readService } from '../template.ts';
import type { Guards } from './guards.ts';
import { guardPolicies } from './permissions.ts';

/** A resource of the stack before the guards are applied. */
interface Resource {
  readonly id: string;
  readonly type: string;
  readonly properties: Members;
}

/** The values of `values.json` that concern functions. */
interface FunctionValues {
  readonly deployment: string;
  readonly existingLogGroups: Readonly<Record<string, boolean>>;
}

/** The bucket of the functions' code. It is not encrypted with the customer's key. */
const CODE_BUCKET = 'ServerlessDeploymentBucket';
const MADE_BY_OSLS: Readonly<Record<string, string>> = { [CODE_BUCKET]: 'AWS::S3::Bucket' };

/**
 * Returns the `extensions` of `serverless.yml` that apply the guards to every resource, so that new roles,
 * functions, topics, queues and log groups are guarded automatically.
 * @param parts the items of `resources`
 */
export async function guardExtensions(
  parts: readonly Members[],
  values: FunctionValues,
  guards: Guards,
): Promise<Members> {
  if (Object.keys(guards).length === 0) return {};
  const ofParts = parts.flatMap((part) => Object.entries(sectionOf(part, 'Resources')));
  const resources = new Map<string, Resource>(await madeByOsls(values));
  for (const [id, body] of ofParts) {
    if (!isMembers(body) || typeof body['Type'] !== 'string') continue;
    resources.set(id, { id, type: body['Type'], properties: sectionOf(body, 'Properties') });
  }
  const extended = [...resources.values()].flatMap((resource): [string, Members][] => {
    const properties = {
      ...guardedProperties(resource, guards),
      ...tagProperties(resource, guards),
    };
    return Object.keys(properties).length === 0 ? [] : [[resource.id, { Properties: properties }]];
  });
  return extended.length === 0 ? {} : { extensions: Object.fromEntries(extended) };
}

/** Returns the resources that osls creates. The functions already have the deployment's tag. */
async function madeByOsls({
  deployment,
  existingLogGroups,
}: FunctionValues): Promise<readonly [string, Resource][]> {
  const { functions } = await readService();
  const names = isMembers(functions) ? Object.keys(functions) : [];
  const own = { Tags: [{ Key: 'limits-watchdog', Value: deployment }] };
  const resource = (id: string, type: string, properties: Members = {}): [string, Resource] => [
    id,
    { id, type, properties },
  ];
  return [
    ...Object.entries(MADE_BY_OSLS).map(([id, type]) => resource(id, type)),
    ...names.flatMap((name) => {
      const prefix = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
      return [
        resource(`${prefix}LambdaFunction`, 'AWS::Lambda::Function', own),
        ...(existingLogGroups[name] === true
          ? []
          : [resource(`${prefix}LogGroup`, 'AWS::Logs::LogGroup')]),
      ];
    }),
  ];
}

function guardedProperties({ id, type, properties }: Resource, guards: Guards): Members {
  const { boundary, path, key, vpc } = guards;
  switch (type) {
    case 'AWS::IAM::Role': {
      const more = guardPolicies(properties, guards);
      const { Policies: policies, Path: ownPath, PermissionsBoundary: ownBoundary } = properties;
      // Roles that watch the tooling account itself already have the path, and maybe the boundary,
      // of `role:`.
      return {
        ...(boundary !== undefined &&
          ownBoundary === undefined && { PermissionsBoundary: boundary }),
        ...(path !== undefined && ownPath === undefined && { Path: path }),
        ...(more.length > 0 && {
          Policies: [...(Array.isArray(policies) ? (policies as unknown[]) : []), ...more],
        }),
      };
    }
    case 'AWS::Lambda::Function':
      return vpc === undefined
        ? {}
        : {
            VpcConfig: { SubnetIds: vpc.subnetIds, SecurityGroupIds: vpc.securityGroupIds },
          };
    case 'AWS::SNS::Topic':
      return key === undefined ? {} : { KmsMasterKeyId: key };
    case 'AWS::SQS::Queue':
      // A queue takes one of the two.
      // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
      return key === undefined ? {} : { KmsMasterKeyId: key, SqsManagedSseEnabled: false };
    case 'AWS::Logs::LogGroup':
      return key === undefined ? {} : { KmsKeyId: key };
    case 'AWS::S3::Bucket':
      return key === undefined || id === CODE_BUCKET ? {} : { BucketEncryption: encryption(key) };
    default:
      return {};
  }
}

/** A bucket key avoids a call to KMS for every request. */
function encryption(key: string): Members {
  return {
    ServerSideEncryptionConfiguration: [
      {
        BucketKeyEnabled: true,
        ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key },
      },
    ],
  };
}

/** Dashboards get no tags in the template, only those of the stack: not every Region supports their own tags yet. */
const TAGGED_BY_STACK = 'AWS::CloudWatch::Dashboard';

/** Returns the tags as a property of the resource, since not every deployment tool sets tags of the stack. */
function tagProperties({ type, properties }: Resource, { tags }: Guards): Members {
  if (tags === undefined || type === TAGGED_BY_STACK) return {};
  const { tagPropertyName: name, variant } = schemaOf(type)?.tagInformation ?? {};
  if (name === undefined) return {};
  const before = properties[name];
  if (variant === 'map') return { [name]: { ...(isMembers(before) ? before : {}), ...tags } };
  const own = Array.isArray(before) ? (before as unknown[]) : [];
  return { [name]: [...own, ...Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))] };
}
