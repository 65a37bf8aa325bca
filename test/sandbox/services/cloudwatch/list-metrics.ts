import type {
  DimensionFilter,
  ListMetricsInput,
  ListMetricsOutput,
} from '@aws-sdk/client-cloudwatch';
import type { Series } from './series.ts';
import { operation } from '../../service.ts';
import { NotSimulated, ServiceFailure } from '../../wire/failure.ts';
import { takeTokenPage } from '../token-page.ts';
import { seriesOf } from './series.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
/** How long a metric without data is still listed. Basis: CloudWatch API reference, ListMetrics. */
const SILENT_MS = 14 * DAY;
/** How long it takes until a new metric is listed: "Allow up to 15 minutes for the metric to appear." */
const APPEARS_AFTER_MS = 15 * MINUTE;
const PAGE = 500;

/** Lists metrics that have all dimensions of the filter; they may have others too. IAM checks `*` only. */
export const listMetrics = operation<ListMetricsInput, ListMetricsOutput>({
  rate: { name: 'cloudwatch ListMetrics', perSecond: 25, burst: 25 },
  validate({ IncludeLinkedAccounts, OwningAccount, Dimensions = [] }) {
    if (IncludeLinkedAccounts === true || OwningAccount !== undefined) {
      throw new NotSimulated('metrics of linked accounts');
    }
    if (Dimensions.length > 10) {
      throw new ServiceFailure(
        'ValidationException',
        'The collection Dimensions must not have a size greater than 10.',
      );
    }
  },
  needs: () => [{ action: 'cloudwatch:ListMetrics', resource: '*' }],
  handle({ NextToken, ...query }, context) {
    const { Namespace, MetricName, Dimensions = [], RecentlyActive } = query;
    const since = context.now - (RecentlyActive === 'PT3H' ? 180 * MINUTE : SILENT_MS);
    const found = seriesOf(context).filter(
      (series) =>
        [undefined, series.namespace].includes(Namespace) &&
        [undefined, series.name].includes(MetricName) &&
        Dimensions.every((filter) => fits(series, filter)) &&
        (series.times.at(-1) ?? -Infinity) > since &&
        (series.times[0] ?? Infinity) <= context.now - APPEARS_AFTER_MS,
    );
    const { items, next } = takeTokenPage(found, keyOf, {
      token: NextToken,
      size: PAGE,
      query,
      invalid: () => new ServiceFailure('InvalidNextToken', 'Invalid NextToken'),
    });
    return {
      Metrics: items.map(({ namespace, name, dimensions }) => ({
        Namespace: namespace,
        MetricName: name,
        Dimensions: [...dimensions],
      })),
      ...(next === undefined ? {} : { NextToken: next }),
    };
  },
});

function fits({ dimensions }: Series, { Name, Value }: DimensionFilter): boolean {
  return dimensions.some((one) => one.Name === Name && [undefined, one.Value].includes(Value));
}

function keyOf({ name, dimensions }: Series): string {
  return `${JSON.stringify(dimensions)} ${name}`;
}
