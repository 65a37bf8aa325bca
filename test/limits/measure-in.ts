import type { AwsOperations } from '../../src/aws/operations.ts';
import type { Limit, LimitUsage, MetricLimit } from '../../src/limits/limit.ts';
import { accountId } from '../../src/model/aws-ids.ts';
import { instant } from '../../src/model/time.ts';

/** Returns the usage that a limit measures with these operations and its default thresholds. */
export function measureIn(
  aws: AwsOperations,
  limit: Exclude<Limit, MetricLimit>,
): Promise<LimitUsage> {
  return limit.measure(
    {
      account: accountId('111111111111'),
      aws,
      startedAt: instant(0),
      retention: { keepNewest: 3, keepBelowAlias: 1, minimumAgeDays: 7, keepFunctions: [] },
      readsStorageMode: false,
      accountSettings: () => Promise.reject(new Error('not asked')),
    },
    { limit: limit.definition.id, ...limit.definition.defaults },
  );
}
