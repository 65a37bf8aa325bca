import type { ConfigurationFile } from '../../../src/model/configuration.ts';
import type { VpcSettings } from '../../../src/model/deploy/deploy-settings.ts';
import { partitionOf } from '../../../src/model/regions.ts';

/** Settings that restricted organisations require of all resources. Each is absent when not configured. */
export interface Guards {
  /** The ARN of a managed policy, the permissions boundary of every role. */
  readonly boundary?: string;
  /** The IAM path of every role. */
  readonly path?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** The ARN of the KMS key that encrypts topics, queues, log groups and the state bucket. */
  readonly key?: string;
  readonly vpc?: VpcSettings;
}

/** The keys of `deploy` that only the configuration file can set, not `--param`. */
export const GUARD_NAMES = ['permissionsBoundary', 'rolePath', 'tags', 'kmsKeyArn', 'vpc'] as const;

export function guardsOf({
  deploy = {},
  tooling,
}: Pick<ConfigurationFile, 'deploy' | 'tooling'>): Guards {
  const { permissionsBoundary: policy, rolePath: path, tags = {}, kmsKeyArn: key, vpc } = deploy;
  const boundary =
    policy === undefined || policy.startsWith('arn:')
      ? policy
      : `arn:${partitionOf(tooling.region)}:iam::${tooling.account}:policy/${policy}`;
  return {
    ...(boundary !== undefined && { boundary }),
    ...(path !== undefined && path !== '/' && { path }),
    ...(Object.keys(tags).length > 0 && { tags }),
    ...(key !== undefined && { key }),
    ...(vpc !== undefined && { vpc }),
  };
}

/** Returns the guards that do not fit the tooling account and Region, as sentences. */
export function guardFaults({ deploy, tooling }: ConfigurationFile): readonly string[] {
  const partition = partitionOf(tooling.region);
  const [, ofBoundary, , , owner] = deploy?.permissionsBoundary?.split(':') ?? [];
  const [, ofKey, , region] = deploy?.kmsKeyArn?.split(':') ?? [];
  return [
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
    ...(owner !== undefined && owner !== 'aws' && owner !== tooling.account
      ? [
          `deploy.permissionsBoundary: it is a policy of the account ${owner}, and a boundary must be one of the role's own account, ${tooling.account}.`,
        ]
      : []),
    ...(ofBoundary !== undefined && ofBoundary !== partition
      ? [`deploy.permissionsBoundary: ${tooling.region} is in the partition ${partition}.`]
      : []),
    ...(region !== undefined && (region !== tooling.region || ofKey !== partition)
      ? [
          `deploy.kmsKeyArn: it is a key of ${region}, and what it encrypts is in ${tooling.region}; give a key of that Region, or the replica there of a multi-Region key.`,
        ]
      : []),
  ];
}
