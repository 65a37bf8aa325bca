import type { DescribeResourcePoliciesRequest } from '@aws-sdk/client-cloudwatch-logs';
import {
  CloudWatchLogsClient,
  DescribeResourcePoliciesCommand,
} from '@aws-sdk/client-cloudwatch-logs';

import type { MakeClient } from '../operations.ts';

export function logsOperations(make: MakeClient) {
  const logs = make(CloudWatchLogsClient);
  return {
    'logs:DescribeResourcePolicies': (input: DescribeResourcePoliciesRequest) =>
      logs.send(new DescribeResourcePoliciesCommand(input)),
  };
}
