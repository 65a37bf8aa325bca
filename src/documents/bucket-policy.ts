import type { Partition, RoleArn, RoleName } from '../model/aws-ids.ts';
import { roleArn } from '../model/aws-ids.ts';
import type { ConfigurationFile } from '../model/configuration.ts';
import { increasesKey } from '../model/increase/increase.ts';
import { partitionOf } from '../model/regions.ts';
import { functionRoleNames } from '../model/role-names.ts';
import { mutesKey } from '../model/stored-mute.ts';

/** What a statement of a bucket policy says that denies writing to everybody but some roles. */
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

/** Of the configuration, what decides who may write where. */
export type BucketSettings = Pick<
  ConfigurationFile,
  'deployment' | 'engine' | 'tooling' | 'state' | 'access' | 'deploy' | 'increases'
>;

/**
 * All that makes, replaces or hides an object. Copies and uploads in parts need `s3:PutObject` too.
 * Deleting is denied with it, to the functions as well, which never delete: a deleted lease lets two runs
 * prune side by side, a deleted journal hides what was deleted, and a deleted state takes with it where
 * aliases pointed. Expiration by the bucket's lifecycle asks no policy.
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

interface Owner {
  readonly sid: string;
  readonly writers: readonly RoleName[];
  /** Keys of objects, with wildcards. */
  readonly keys: readonly string[];
}

/**
 * Who may write what in the state bucket, a statement each. They deny, so that no policy of an identity can
 * give the right to anybody else; `aws:PrincipalArn` is the ARN of the role, path included, in each of its
 * sessions. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function bucketStatements(settings: BucketSettings): readonly BucketStatement[] {
  const { tooling, state, access, deploy } = settings;
  const partition = partitionOf(tooling.region);
  return ownersOf(settings).map(({ sid, writers, keys }) => ({
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

function ownersOf({ deployment, engine, state, increases }: BucketSettings): readonly Owner[] {
  const { watch, plan, prune, mute, increase, map } = functionRoleNames(deployment);
  const ofPrune = (name: string): string => `${deployment}/prune/${name}/*`;
  const runs = `${deployment}/runs`;
  const isDistributed = engine === 'distributed';
  // Of a distributed run the map writes its results itself, with the role of its state machine.
  const stages = isDistributed ? ['*/targets.json', '*/accounts.json', '*/results/*'] : ['*'];
  return [
    { sid: 'PlansByPlanFunction', writers: [plan], keys: ['plans', 'planning'].map(ofPrune) },
    {
      sid: 'RunsByPruneFunction',
      writers: [prune],
      keys: ['runs', 'leases', 'ended'].map(ofPrune),
    },
    { sid: 'ReviewsByPlanFunction', writers: [plan], keys: [`${deployment}/review/*`] },
    // Whatever else is ever kept there.
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
        ...stages.map((name) => `${runs}/${name}`),
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
