import type { Region } from '../../model/aws-ids.ts';
import type { Instant } from '../../model/time.ts';
import type { EvidenceCheck } from './evidence.ts';
import type { KeepReasons } from './reason.ts';
import type { DeletableRef } from './version.ts';

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
