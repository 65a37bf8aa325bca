import type { ConfigurationFile } from '../../src/model/configuration.ts';
import { stackSetPlace } from '../../src/setup/role-stack-sets.ts';
import type { StackSetPlace } from '../../src/setup/stack-set-commands.ts';
import { CODE_BUCKET, CODE_OBJECT, INSTANCES, OPERATION, VERSIONS } from './answers.ts';
import { call } from './command-row.ts';
import { asWhom, PREFERENCES, ROOTS } from './expected-calls.ts';
import type { Call } from './recorder.ts';

/**
 * Returns the requests that the commands of `setup --remove` must send.
 *
 * @param topics names of the topics that the stack created
 */
export function expectedByRemoval(
  configuration: ConfigurationFile,
  topics: readonly string[],
): readonly Call[] {
  const { deployment, tooling, state, deploy, discovery } = configuration;
  const { region, account } = tooling;
  const place = stackSetPlace(configuration);
  const Bucket = state.bucket;
  const deleteStack = (StackName: string, where: string): Call =>
    call('cloudformation:DeleteStack', where, { StackName });
  return [
    call('cloudformation:DescribeStackResource', region, {
      StackName: deployment,
      LogicalResourceId: 'ServerlessDeploymentBucket',
    }),
    call('s3:ListObjectsV2', region, { Bucket: CODE_BUCKET, Prefix: '', EncodingType: 'url' }),
    call('s3:DeleteObject', region, { Bucket: CODE_BUCKET, Key: CODE_OBJECT }),
    deleteStack(deployment, region),
    // The command waits until the stack is not found.
    call('cloudformation:DescribeStacks', region, { StackName: deployment }),
    ...(place.permissions === 'per-account'
      ? [
          deleteStack(`${deployment}-prune-role`, place.region),
          deleteStack(`${deployment}-read-role`, place.region),
        ]
      : [
          ...setGone(`${deployment}-prune-role`, place),
          ...setGone(`${deployment}-read-role`, place),
        ]),
    ...(place.permissions === 'service-managed'
      ? [deleteStack(`${deployment}-read-role`, place.region)]
      : []),
    ...(discovery?.listingRole === undefined
      ? []
      : [deleteStack(`${deployment}-list-role`, place.region)]),
    ...(deploy?.existingStateBucket === true
      ? []
      : [
          call('s3:DeleteBucketPolicy', region, { Bucket }),
          call('s3:ListObjectVersions', region, { Bucket, EncodingType: 'url' }),
          call('s3:DeleteObjects', region, {
            Bucket,
            Delete: { Objects: [...VERSIONS], Quiet: true },
          }),
          call('s3:ListObjectVersions', region, { Bucket, EncodingType: 'url' }),
          call('s3:DeleteBucket', region, { Bucket }),
        ]),
    ...topics.map((name) =>
      call('sns:DeleteTopic', region, { TopicArn: `arn:aws:sns:${region}:${account}:${name}` }),
    ),
  ];
}

function setGone(StackSetName: string, place: StackSetPlace): readonly Call[] {
  const isOfOrganization = place.permissions === 'service-managed';
  const set = { StackSetName, ...asWhom(place) };
  const status = call('cloudformation:DescribeStackSetOperation', place.region, {
    ...set,
    OperationId: OPERATION,
  });
  return [
    isOfOrganization ? ROOTS : call('cloudformation:ListStackInstances', place.region, set),
    call('cloudformation:DeleteStackInstances', place.region, {
      ...set,
      ...(isOfOrganization
        ? { DeploymentTargets: { OrganizationalUnitIds: ['r-root'] } }
        : { Accounts: [...INSTANCES] }),
      Regions: [place.region],
      OperationPreferences: PREFERENCES,
      RetainStacks: false,
    }),
    // The operation is running, and then finished.
    status,
    status,
    call('cloudformation:DeleteStackSet', place.region, set),
  ];
}
