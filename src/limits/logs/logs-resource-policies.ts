import { countedLimit } from '../quota-limit.ts';
import { LOG_GROUPS, LOG_POLICIES, logPolicies } from './log-policies.ts';

/** Quota "Resource policies": https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
export const logsResourcePolicies = countedLimit({
  id: 'logs-resource-policies',
  title: 'CloudWatch Logs resource policies',
  noun: 'resource policies',
  scope: 'region',
  set: 'logs',
  increase: 'impossible',
  quota: { ServiceCode: 'logs', QuotaCode: 'L-89892494' },
  quotaName: 'quota of resource policies',
  reads: [LOG_POLICIES],
  advice: [
    'List them with aws logs describe-resource-policies, join those of one service into one policy with a wildcard, and delete those of log groups that no longer exist with aws logs delete-resource-policy.',
    'AWS does not increase this quota.',
  ],
  page: LOG_GROUPS,
  // LimitExceededException: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html
  whenFull: 'No resource policy can be added, so deployments that send logs of a service fail.',
  count: async ({ aws }) => (await logPolicies(aws)).length,
});
