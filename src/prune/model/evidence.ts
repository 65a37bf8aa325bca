import type { Region } from '../../model/aws-ids.ts';
import type { ReadFailure } from '../../model/failure.ts';
import type { CALLERS, SOURCES } from '../evidence/callers.ts';
import type { VersionRef } from './version.ts';

/**
 * A read without which nothing is deleted, as documents name it: the catalogue of callers has one file for
 * each. No setting and no stored document can skip one of them.
 */
export type EvidenceCheck = (typeof CALLERS)[number]['check'];

/** A read that can fail, the listing and the aliases included. */
export type Check = (typeof SOURCES)[number]['check'];

/** What one read is about. It clears nothing outside of it. */
export type EvidenceScope =
  | { readonly kind: 'account' }
  | { readonly kind: 'region'; readonly region: Region }
  | { readonly kind: 'function'; readonly region: Region; readonly functionName: string }
  | ({ readonly kind: 'version' } & VersionRef);

/** In a use: every version of the function. It is no valid qualifier. */
export const EVERY_VERSION = '*';

/** Something that may invoke a version. It counts outside the read's scope as well. */
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

/** One read. Missing evidence counts as failed, never as "no use". */
export interface Evidence {
  readonly check: EvidenceCheck;
  readonly scope: EvidenceScope;
  readonly outcome: EvidenceOutcome;
}

export const LAYERS_NOT_COVERED = 'layer versions, attached or not';

/** What no check covers, as every plan says. The others are examples of the last one. */
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
