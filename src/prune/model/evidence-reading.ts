import type { Region } from '../../model/aws-ids.ts';
import type { Instant } from '../../model/time.ts';
import type { EvidenceCheck } from './evidence.ts';
import type { KeepReasons } from './reason.ts';
import type { DeletableRef } from './version.ts';

/** What one read is about: a check in one Region. */
export interface EvidenceSource {
  readonly check: EvidenceCheck;
  readonly region: Region;
}

/** When the read of one source began: what it found is at least as old. */
export interface EvidenceReading extends EvidenceSource {
  readonly readAt: Instant;
}

/** A source that decides over what is left of a plan. */
export interface AgedSource extends EvidenceSource {
  /** Absent where that is unknown: then it is too old. */
  readonly readAt?: Instant;
}

/** A version that the plan deletes and that evidence read since keeps. */
export interface NarrowedVersion extends DeletableRef {
  readonly reasons: KeepReasons;
}

/** What was read since a plan was made. It only ever keeps more versions. */
export interface Narrowing {
  /** Of each source that was read again, when the newest read of it began. */
  readonly readings: readonly EvidenceReading[];
  readonly keep: readonly NarrowedVersion[];
}
