import type { Partition, RoleArn, RoleName } from '../model/aws-ids.ts';
import { roleArn } from '../model/aws-ids.ts';
import type { ConfigurationFile } from '../model/configuration.ts';
import { increasesKey } from '../model/increase/increase.ts';
import { partitionOf } from '../model/regions.ts';
import { functionRoleNames } from '../model/role-names.ts';
import { mutesKey } from '../model/stored-mute.ts';

/** A statement of a bucket policy that denies writing to every principal except certain roles. */
export interface BucketStatement {
  readonly Sid: string;
  readonly Effect: 'Deny';
  readonly Principal: '*';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition: {
    readonly ArnNotEquals: { readonly 'aws:PrincipalArn': readonly RoleArn[] };
  };
}

/** The settings that decide which roles may write which objects. */
export type BucketSettings = Pick<
  ConfigurationFile,
  'deployment' | 'engine' | 'tooling' | 'state' | 'access' | 'deploy' | 'increases'
>;

/**
 * The actions that create, replace, hide or delete an object; copies and multipart uploads need `s3:PutObject`.
 * Deletion is as dangerous as writing: without a lease two prunes could run side by side, a journal shows what was
 * deleted, and the state shows where aliases pointed. No function deletes objects; lifecycle expiration needs no
 * permission.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-and-other-bucket-config.html
 */
export const GUARDED_ACTIONS: readonly string[] = [
  's3:PutObject',
  's3:ReplicateObject',
  's3:DeleteObject',
  's3:DeleteObjectVersion',
  's3:ReplicateDelete',
];

interface WriteRule {
  readonly sid: string;
  readonly writers: readonly RoleName[];
  /** Patterns of S3 keys, with wildcards. */
  readonly keys: readonly string[];
}

/**
 * Returns a statement for each part of the state bucket. Only the part's writers and the break-glass roles can write
 * there, whatever identity policies allow. `aws:PrincipalArn` is a role's ARN, path included, in all its sessions.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function bucketStatements(settings: BucketSettings): readonly BucketStatement[] {
  const { tooling, state, access, deploy } = settings;
  const partition = partitionOf(tooling.region);
  return writeRulesOf(settings).map(({ sid, writers, keys }) => ({
    Sid: sid,
    Effect: 'Deny',
    Principal: '*',
    Action: GUARDED_ACTIONS,
    Resource: keys.map((key) => `${bucketArn(partition, state.bucket)}/${key}`),
    Condition: {
      ArnNotEquals: {
        'aws:PrincipalArn': [
          ...writers.map((name) => roleArn(partition, tooling.account, name, deploy?.rolePath)),
          ...access.breakGlassRoles,
        ],
      },
    },
  }));
}

function writeRulesOf({
  deployment,
  engine,
  state,
  increases,
}: BucketSettings): readonly WriteRule[] {
  const { watch, plan, prune, mute, increase, map } = functionRoleNames(deployment);
  const ofPrune = (name: string): string => `${deployment}/prune/${name}/*`;
  const runs = `${deployment}/runs`;
  const isDistributed = engine === 'distributed';
  // In a distributed run the state machine writes the results of its map with its own role.
  const watchObjects = isDistributed ? ['*/targets.json', '*/accounts.json', '*/results/*'] : ['*'];
  return [
    { sid: 'PlansByPlanFunction', writers: [plan], keys: ['plans', 'planning'].map(ofPrune) },
    {
      sid: 'RunsByPruneFunction',
      writers: [prune],
      keys: ['runs', 'leases', 'ended'].map(ofPrune),
    },
    { sid: 'ReviewsByPlanFunction', writers: [plan], keys: [`${deployment}/review/*`] },
    // Any other object below this prefix.
    { sid: 'PruneByItsFunctions', writers: [plan, prune], keys: [`${deployment}/prune/*`] },
    {
      sid: 'StateByWatchFunction',
      writers: [watch],
      keys: [
        state.key,
        `${state.key}.set-aside/*`,
        `${deployment}/accounts.json`,
        `${deployment}/readings/*`,
        `${deployment}/reports/*`,
        ...watchObjects.map((name) => `${runs}/${name}`),
      ],
    },
    { sid: 'MutesByMuteFunction', writers: [mute], keys: [mutesKey(deployment)] },
    ...(increases === undefined
      ? []
      : [
          {
            sid: 'IncreasesByIncreaseFunction',
            writers: [increase],
            keys: [increasesKey(deployment)],
          },
        ]),
    ...(isDistributed
      ? [
          { sid: 'StagesByDistributedRun', writers: [watch, map], keys: [`${runs}/*`] },
          { sid: 'BatchesByMap', writers: [map], keys: [`${runs}/*/map/*`] },
        ]
      : []),
  ];
}

export function bucketArn(partition: Partition, bucket: string): string {
  return `arn:${partition}:s3:::${bucket}`;
}
