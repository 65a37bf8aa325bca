import type { MetricName } from './metric-rules.ts';
import type { Instant } from './time.ts';

/** Units as CloudWatch names them. */
export interface MetricValue {
  readonly name: MetricName;
  readonly unit: 'Percent' | 'Count' | 'Bytes';
  /** Finite; never 0 for what is not known. */
  readonly value: number;
}

/** Metrics with one set of dimensions, and log fields that cost nothing beside the log line. */
export interface MetricDocument {
  /** When the run began, as Lambda dates the errors of an invocation: an alarm compares both. */
  readonly at: Instant;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly metrics: readonly MetricValue[];
  readonly fields: Readonly<Record<string, unknown>>;
}
