import * as sdk from '@aws-sdk/client-cloudwatch';
import type { ServiceDefinition } from '../service.ts';
import { jsonSpellings } from '../wire/spellings.ts';
import { describeAlarmHistory, describeAlarms, setAlarmState } from './cloudwatch/alarms.ts';
import { getMetricData } from './cloudwatch/get-metric-data.ts';
import { listMetrics } from './cloudwatch/list-metrics.ts';

/**
 * Amazon CloudWatch, with the signing name `monitoring`: metrics of invocations, and alarms whose state is set by
 * SetAlarmState.
 */
export const cloudwatch: ServiceDefinition = {
  signingName: 'monitoring',
  sdk,
  protocol: 'awsJson1_0',
  targetPrefix: 'GraniteServiceVersion20100801',
  isQueryCompatible: true,
  spellings: {
    ...jsonSpellings(403),
    serverError: {
      code: 'InternalServiceFault',
      status: 500,
      message: 'Request processing has failed because of an unknown error.',
    },
  },
  operations: {
    ListMetrics: listMetrics,
    GetMetricData: getMetricData,
    DescribeAlarms: describeAlarms,
    DescribeAlarmHistory: describeAlarmHistory,
    SetAlarmState: setAlarmState,
  },
};
