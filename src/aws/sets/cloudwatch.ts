import type { GetMetricDataInput } from '@aws-sdk/client-cloudwatch';
import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';

import type { MakeClient } from '../operations.ts';

/** Used by the sets `deployments` and `quotas` of watchdog.yml. */
export function cloudwatchOperations(make: MakeClient) {
  const cloudwatch = make(CloudWatchClient);
  return {
    'cloudwatch:GetMetricData': (input: GetMetricDataInput) =>
      cloudwatch.send(new GetMetricDataCommand(input)),
  };
}
