import type { MetricName } from './metric-rules.ts';
import type { Instant } from './time.ts';

/** One value of a CloudWatch metric, with the unit as CloudWatch names it. */
export interface MetricValue {
  readonly name: MetricName;
  readonly unit: 'Percent' | 'Count' | 'Bytes';
  /** A finite number. An unknown value is never written as 0. */
  readonly value: number;
}

/** Metrics with one set of dimensions. `fields` are further fields of the log line, without extra cost. */
export interface MetricDocument {
  /** When the run began. Lambda dates the errors of an invocation the same way, and an alarm compares both. */
  readonly at: Instant;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly metrics: readonly MetricValue[];
  readonly fields: Readonly<Record<string, unknown>>;
}
