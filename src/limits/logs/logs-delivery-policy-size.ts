import { limitId } from '../../model/limit.ts';
import { quantity } from '../../model/units.ts';
import type { DirectLimit } from '../limit.ts';
import { LOG_GROUPS, LOG_POLICIES, logPolicies } from './log-policies.ts';
import { QUOTA_THRESHOLDS } from '../quota-limit.ts';

/**
 * The policy to which AWS adds an entry for each log group that receives logs of a service.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
 */
const DELIVERY_POLICY = 'AWSLogDeliveryWrite20150319';

/**
 * The longest policy document that AWS accepts. No API returns this limit, and Service Quotas does not have it.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html
 */
const MOST_CHARACTERS = quantity('count', 5_120);

export const logsDeliveryPolicySize: DirectLimit = {
  scope: 'region',
  definition: {
    id: limitId('logs-delivery-policy-size'),
    title: 'Log delivery policy size',
    unit: 'count',
    noun: 'characters',
    scope: 'region',
    set: 'logs',
    source: { kind: 'quota', increase: 'impossible' },
    defaults: QUOTA_THRESHOLDS,
  },
  actions: [LOG_POLICIES],
  remedy: {
    steps: [
      {
        kind: 'advice',
        text: `Name log groups of deliveries /aws/vendedlogs/…: one entry with a wildcard in ${DELIVERY_POLICY} covers them all, and AWS adds none for each.`,
      },
      {
        kind: 'advice',
        text: `Write the policy anew without entries of log groups that no longer exist: aws logs put-resource-policy --policy-name ${DELIVERY_POLICY}. AWS does not increase this limit.`,
      },
    ],
    links: [LOG_GROUPS],
  },
  whenFull:
    'No further log group can receive logs of a service, so deployments that set one up fail.',

  async measure({ aws }) {
    const policy = (await logPolicies(aws)).find(({ name }) => name === DELIVERY_POLICY);
    return {
      kind: 'measured',
      // AWS creates the policy for the first log delivery; until then the usage is 0.
      used: quantity('count', policy?.characters ?? 0),
      limit: { known: true, value: MOST_CHARACTERS, source: 'documented' },
    };
  },
};
