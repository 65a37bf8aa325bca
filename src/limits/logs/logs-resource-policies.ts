import { quantity } from '../../model/units.ts';
import type { RegionLimit } from '../limit.ts';
import { LOG_GROUPS, LOG_POLICIES, logPolicies } from './log-policies.ts';
import { quotaValueActions, readQuota } from '../service-quota.ts';
import { quotaCount } from '../quota-count.ts';

/**
 * Quota "Resource policies", which AWS does not increase.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
 */
const RESOURCE_POLICIES = { ServiceCode: 'logs', QuotaCode: 'L-89892494' };

/** Resource policies of CloudWatch Logs, by which services of AWS may write to log groups. */
export const logsResourcePolicies: RegionLimit = {
  scope: 'region',
  definition: quotaCount({
    id: 'logs-resource-policies',
    title: 'CloudWatch Logs resource policies',
    noun: 'resource policies',
    scope: 'region',
    increase: 'impossible',
    set: 'logs',
  }),
  quota: RESOURCE_POLICIES,
  actions: [LOG_POLICIES, ...quotaValueActions(RESOURCE_POLICIES, 'quota of resource policies')],
  remedy: {
    steps: [
      {
        kind: 'advice',
        text: 'List them with aws logs describe-resource-policies, join those of one service into one policy with a wildcard, and delete those of log groups that no longer exist with aws logs delete-resource-policy.',
      },
      { kind: 'advice', text: 'AWS does not increase this quota.' },
    ],
    links: [{ kind: 'quota' }, LOG_GROUPS],
  },
  // LimitExceededException: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html
  whenFull: 'No resource policy can be added, so deployments that send logs of a service fail.',

  measure: async ({ aws }) => ({
    kind: 'measured',
    used: quantity('count', (await logPolicies(aws)).length),
    limit: await readQuota(aws, RESOURCE_POLICIES, 'count'),
  }),
};
