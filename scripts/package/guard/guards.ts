import type { ConfigurationFile } from '../../../src/model/configuration.ts';
import type { VpcSettings } from '../../../src/model/deploy/deploy-settings.ts';
import { partitionOf } from '../../../src/model/regions.ts';

/** What guarded organisations ask of everything in a stack; each is absent where the file does not say it. */
export interface Guards {
  /** ARN of a managed policy. */
  readonly boundary?: string;
  /** IAM path. */
  readonly path?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** ARN of a KMS key. */
  readonly key?: string;
  readonly vpc?: VpcSettings;
}

/** Keys of `deploy` that are in the file alone: all at once, they are no text of `--param`. */
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

/** What does not fit the tooling account and Region, each a sentence. */
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
