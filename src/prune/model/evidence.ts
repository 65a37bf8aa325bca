import type { Region } from '../../model/aws-ids.ts';
import type { ReadFailure } from '../../model/failure.ts';
import type { VersionRef } from './version.ts';

/**
 * The reads without which nothing is deleted, in the order in which their findings are listed. AWS refuses to delete what an alias points at, and an edge
 * replica; everything that these find it would delete without a word.
 * - `opt-out-tags`: ListTags, for `limits-watchdog:keep`
 * - `alias-history`: what aliases pointed at in the last 14 days, from the watch state or CloudTrail
 * - `event-source-mappings`: ListEventSourceMappings, a whole Region
 * - `provisioned-concurrency`: ListProvisionedConcurrencyConfigs
 * - `scalable-targets`: Application Auto Scaling DescribeScalableTargets, a whole Region
 * - `function-policy`: GetPolicy of the function itself, which may name versions
 * - `resource-policy`: GetPolicy of the version; 404 means that it has none
 * - `durable-executions`: ListDurableExecutionsByFunction, where the version has the trait
 * - `recent-metrics`: CloudWatch ListMetrics, about 14 days, a whole Region
 * - `invocations`: CloudWatch GetMetricData over 90 days
 * - `edge-associations`: CloudFront ListDistributions, staging ones too, for versions in us-east-1
 * - `event-invoke-configs`: ListFunctionEventInvokeConfigs of the function itself
 * - `async-destinations`: the destinations in the same answers, over all functions of the Region
 * - `scheduler` to `event-rules`: callers with a role of their own, which leave no resource policy
 * - `environment-variables`: versions that they name, in the listing itself
 *
 * No setting and no stored document can skip one of them.
 */
export const EVIDENCE_CHECKS = [
  'event-source-mappings',
  'provisioned-concurrency',
  'scalable-targets',
  'function-policy',
  'resource-policy',
  'durable-executions',
  'recent-metrics',
  'invocations',
  'edge-associations',
  'event-invoke-configs',
  'async-destinations',
  'alias-history',
  'opt-out-tags',
  'scheduler',
  'step-functions',
  'pipes',
  'code-deploy',
  'cloud-formation',
  'event-rules',
  'environment-variables',
] as const;

export type EvidenceCheck = (typeof EVIDENCE_CHECKS)[number];

/** All reads that can fail, the listing and the aliases included. */
export const CHECKS = ['listing', 'aliases', ...EVIDENCE_CHECKS] as const;

export type Check = (typeof CHECKS)[number];

/** What one read speaks of. It clears nothing outside of it. */
export type EvidenceScope =
  | { readonly kind: 'account' }
  | { readonly kind: 'region'; readonly region: Region }
  | { readonly kind: 'function'; readonly region: Region; readonly functionName: string }
  | ({ readonly kind: 'version' } & VersionRef);

/** In a use: every version of the function. No qualifier can be spelled so. */
export const EVERY_VERSION = '*';

/** Something that may invoke a version. It counts wherever it points, also outside the read's scope. */
export interface VersionUse {
  readonly region: Region;
  readonly functionName: string;
  /** The qualifier as AWS spells it, or `EVERY_VERSION`. An alias's name keeps nothing here: the alias itself does. */
  readonly version: string;
  /** What uses it, for a person: an ARN, an id, a name. */
  readonly by: string;
}

/** Only `read` can clear a version. */
export type EvidenceOutcome =
  | {
      readonly kind: 'read';
      readonly uses: readonly VersionUse[];
      /** Callers of which function is only decided when they run, and where they say so. They keep nothing. */
      readonly couldNotTell?: readonly string[];
    }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/** One read, as data. Evidence that is not there counts as failed, never as "no use". */
export interface Evidence {
  readonly check: EvidenceCheck;
  readonly scope: EvidenceScope;
  readonly outcome: EvidenceOutcome;
}

export const LAYERS_NOT_COVERED = 'layer versions, attached or not';

/** What no check covers; every plan names it. The last entry is what all others are examples of. */
export const NOT_COVERED_BY_PRUNE = [
  'state machines that get the name of a function at run time',
  'redriving an execution whose definition has changed since',
  'API Gateway integrations and authorizers with a credentials role',
  'S3 Object Lambda access points',
  'S3 Batch Operations jobs',
  'Systems Manager maintenance windows and automation',
  'AppSync resolvers',
  'Firehose transformations',
  'CodePipeline actions',
  'ECS and CodeDeploy lifecycle hooks',
  'Greengrass components',
  'RDS, Redshift and Athena calls into Lambda',
  'SDK calls with a pinned ARN',
  LAYERS_NOT_COVERED,
  'any other caller with a role of its own that has not called the version for 90 days',
] as const;
