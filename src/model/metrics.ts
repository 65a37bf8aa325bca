import type { MetricName } from './metric-rules.ts';
import type { Instant } from './time.ts';

/** One metric value. `Percent` and `Count` as CloudWatch names its units. */
export interface MetricValue {
  readonly name: MetricName;
  readonly unit: 'Percent' | 'Count' | 'Bytes';
  /** Finite: what is not known is left out, never written as 0. */
  readonly value: number;
}

/** Metrics with one set of dimensions, and log fields that cost nothing beside the log line. */
export interface MetricDocument {
  /**
   * When the run began: Lambda gives the errors of an invocation the time at which that began, and an
   * alarm sets one against the other.
   */
  readonly at: Instant;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly metrics: readonly MetricValue[];
  readonly fields: Readonly<Record<string, unknown>>;
}
