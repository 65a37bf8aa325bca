import type { MetricUnit } from '@aws-lambda-powertools/metrics/types';
import { Metrics } from '@aws-lambda-powertools/metrics';

import type { MetricDocument, MetricValue } from '../model/metrics.ts';
import type { EmitMetrics } from './ports.ts';

/** CloudWatch namespace of every metric of this project. */
export const METRIC_NAMESPACE = 'LimitsWatchdog';

/**
 * Metrics in a document of the embedded metric format; Powertools sends a fuller one early.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
const METRICS_A_DOCUMENT = 100;

const UNITS: Readonly<Record<MetricValue['unit'], MetricUnit>> = {
  Percent: 'Percent',
  Count: 'Count',
  Bytes: 'Bytes',
};

/** Hands each document as one EMF log line to `write`. What is not a finite number is left out. */
export function metricsWriter(write: (line: string) => void): EmitMetrics {
  return (documents) => {
    for (const document of documents) {
      const line = emfLine(document);
      if (line !== undefined) write(line);
    }
  };
}

function emfLine({ at, dimensions, metrics, fields }: MetricDocument): string | undefined {
  const finite = metrics.filter(({ value }) => Number.isFinite(value));
  if (finite.length === 0) return undefined;
  if (finite.length > METRICS_A_DOCUMENT) throw new RangeError('too many metrics for one document');
  const document = new Metrics({ namespace: METRIC_NAMESPACE });
  // Powertools adds a dimension `service` of its own, which would be paid for in every metric.
  document.clearDefaultDimensions();
  document.setTimestamp(at);
  for (const [name, value] of Object.entries(dimensions)) document.addDimension(name, value);
  for (const { name, unit, value } of finite) document.addMetric(name, UNITS[unit], value);
  return JSON.stringify({ ...fields, ...document.serializeMetrics() });
}
