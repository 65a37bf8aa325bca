import type { Region } from '../../model/aws-ids.ts';
import type { ReadFailure } from '../../model/failure.ts';
import type { CALLERS, SOURCES } from '../evidence/callers.ts';
import type { VersionRef, DeletableRef } from './version.ts';
import type { Instant } from '../../model/time.ts';
import type { KeepReasons } from './reason.ts';

/** The code of a check for callers of a version, such as `event-source-mappings`. No check can be switched off. */
export type EvidenceCheck = (typeof CALLERS)[number]['check'];

/** An evidence check, `listing` (the list of versions), or `aliases`. */
export type Check = (typeof SOURCES)[number]['check'];

/** The versions about which a read answers. If the read found no use, it clears these versions and no others. */
export type EvidenceScope =
  | { readonly kind: 'account' }
  | { readonly kind: 'region'; readonly region: Region }
  | { readonly kind: 'function'; readonly region: Region; readonly functionName: string }
  | ({ readonly kind: 'version' } & VersionRef);

/** As `version` of a `VersionUse`: every version of the function. AWS allows no such qualifier. */
export const EVERY_VERSION = '*';

/** A caller or setting that may invoke a version. The version is kept even when it is outside the scope of the read. */
export interface VersionUse {
  readonly region: Region;
  readonly functionName: string;
  /** The qualifier as AWS returns it, or `EVERY_VERSION`. An alias name is ignored: aliases are read separately. */
  readonly version: string;
  /** The caller, for people: an ARN, an id or a name. */
  readonly by: string;
}

export type EvidenceOutcome =
  | {
      readonly kind: 'read';
      readonly uses: readonly VersionUse[];
      /** Callers that choose the function at run time. They keep no version. */
      readonly couldNotTell?: readonly string[];
    }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/** The result of one check in one scope. A check without a result counts as failed, never as "no use". */
export interface Evidence {
  readonly check: EvidenceCheck;
  readonly scope: EvidenceScope;
  readonly outcome: EvidenceOutcome;
}

export const LAYERS_NOT_COVERED = 'layer versions, attached or not';

/** What no check covers, as plans list it: callers and layer versions. The last line is for callers without a line. */
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

/** A check in one Region. The age of evidence is measured for each source. */
export interface EvidenceSource {
  readonly check: EvidenceCheck;
  readonly region: Region;
}

/** A source with the time at which its read began. The age of the evidence is counted from then. */
export interface EvidenceReading extends EvidenceSource {
  readonly readAt: Instant;
}

/** A source that the prune function does not read again itself, so that its evidence can get too old. */
export interface AgedSource extends EvidenceSource {
  /** Undefined when the time is unknown. The evidence then counts as too old. */
  readonly readAt?: Instant;
}

/** A version that the plan deletes, with the reasons for which newer evidence keeps it. */
export interface NarrowedVersion extends DeletableRef {
  readonly reasons: KeepReasons;
}

/** The result of evidence read after a plan was made. It can only keep versions that the plan deletes. */
export interface Narrowing {
  /** The sources that were read again, each with the time of its newest read. */
  readonly readings: readonly EvidenceReading[];
  readonly keep: readonly NarrowedVersion[];
}
