import type { Region } from '../../model/aws-ids.ts';
import type { ReadFailure } from '../../model/failure.ts';
import type { CALLERS, SOURCES } from '../evidence/callers.ts';
import type { VersionRef, DeletableRef } from './version.ts';
import type { Instant } from '../../model/time.ts';
import type { KeepReasons } from './reason.ts';

/** The code of a read without which nothing is deleted. Nothing can switch one off. */
export type EvidenceCheck = (typeof CALLERS)[number]['check'];

/** The code of any read that can fail, the listing and the aliases included. */
export type Check = (typeof SOURCES)[number]['check'];

/** What one read covers. It clears nothing else. */
export type EvidenceScope =
  | { readonly kind: 'account' }
  | { readonly kind: 'region'; readonly region: Region }
  | { readonly kind: 'function'; readonly region: Region; readonly functionName: string }
  | ({ readonly kind: 'version' } & VersionRef);

/** In a `VersionUse`, every version of the function. It is no valid qualifier. */
export const EVERY_VERSION = '*';

/** Something that may invoke a version. It counts outside the scope of its read as well. */
export interface VersionUse {
  readonly region: Region;
  readonly functionName: string;
  /** The qualifier as AWS spells it, or `EVERY_VERSION`. The name of an alias keeps nothing here: the alias does. */
  readonly version: string;
  /** What uses it, for people: an ARN, an id, a name. */
  readonly by: string;
}

export type EvidenceOutcome =
  | {
      readonly kind: 'read';
      readonly uses: readonly VersionUse[];
      /** Callers that choose the function at run time. They keep nothing. */
      readonly couldNotTell?: readonly string[];
    }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/** One read. A missing one counts as failed, never as "no use". */
export interface Evidence {
  readonly check: EvidenceCheck;
  readonly scope: EvidenceScope;
  readonly outcome: EvidenceOutcome;
}

export const LAYERS_NOT_COVERED = 'layer versions, attached or not';

/** What no check covers, as every plan says. All but the last are examples. */
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

export interface EvidenceSource {
  readonly check: EvidenceCheck;
  readonly region: Region;
}

/** The source with the time at which its read began; what it found is at least as old. */
export interface EvidenceReading extends EvidenceSource {
  readonly readAt: Instant;
}

/** A source that versions still to be deleted depend on. */
export interface AgedSource extends EvidenceSource {
  /** Absent where unknown, which counts as too old. */
  readonly readAt?: Instant;
}

/** A version that the plan deletes and that newer evidence keeps. */
export interface NarrowedVersion extends DeletableRef {
  readonly reasons: KeepReasons;
}

/** Evidence read since a plan was made. It only ever keeps more versions. */
export interface Narrowing {
  /** The newest reading of each source that was read again. */
  readonly readings: readonly EvidenceReading[];
  readonly keep: readonly NarrowedVersion[];
}
