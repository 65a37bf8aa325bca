import type { MetricUnit } from '@aws-lambda-powertools/metrics/types';
import { Metrics } from '@aws-lambda-powertools/metrics';

import type { MetricDocument, MetricValue } from '../model/metrics.ts';
import type { EmitMetrics } from './ports.ts';

/** CloudWatch namespace of every metric of this project. */
export const METRIC_NAMESPACE = 'LimitsWatchdog';

/**
 * The most metrics in a document of the embedded metric format (EMF). Before a 101st, Powertools prints the document.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
const METRICS_A_DOCUMENT = 100;

const UNITS: Readonly<Record<MetricValue['unit'], MetricUnit>> = {
  Percent: 'Percent',
  Count: 'Count',
  Bytes: 'Bytes',
};

/** Returns a function that writes documents as log lines in EMF. Values that are not finite are left out. */
export function metricsWriter(write: (line: string) => void): EmitMetrics {
  return (documents) => {
    for (const document of documents) {
      for (const part of partsOf(document)) write(emfLine(part));
    }
  };
}

/** Splits a document into parts of at most 100 metrics. Only the first part has the log fields. */
function partsOf(document: MetricDocument): readonly MetricDocument[] {
  const finite = document.metrics.filter(({ value }) => Number.isFinite(value));
  return Array.from({ length: Math.ceil(finite.length / METRICS_A_DOCUMENT) }, (_, at) => ({
    ...document,
    metrics: finite.slice(at * METRICS_A_DOCUMENT, (at + 1) * METRICS_A_DOCUMENT),
    fields: at === 0 ? document.fields : {},
  }));
}

function emfLine({ at, dimensions, metrics, fields }: MetricDocument): string {
  const document = new Metrics({ namespace: METRIC_NAMESPACE });
  // Alarms name the exact dimensions of a metric, which have no default dimension `service` of Powertools.
  document.clearDefaultDimensions();
  document.setTimestamp(at);
  for (const [name, value] of Object.entries(dimensions)) document.addDimension(name, value);
  for (const { name, unit, value } of metrics) document.addMetric(name, UNITS[unit], value);
  return JSON.stringify({ ...fields, ...document.serializeMetrics() });
}
