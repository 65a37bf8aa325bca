import { listAll, required } from '../../aws/pages.ts';
import type { ConsoleLink, LimitAction } from '../limit.ts';
import { sharedAnswer } from '../../aws/once.ts';

const DESCRIBE_RESOURCE_POLICIES = 'logs:DescribeResourcePolicies';

export const LOG_POLICIES: LimitAction = {
  action: DESCRIBE_RESOURCE_POLICIES,
  reason: 'The resource policies of CloudWatch Logs, their number and length.',
  probe: { ask: ({ aws }) => aws[DESCRIBE_RESOURCE_POLICIES]({ limit: 1 }) },
  callsPerRun: () => 1,
};

/** The link for both limits of resource policies, for which the console has no page. */
export const LOG_GROUPS: ConsoleLink = {
  kind: 'console',
  label: 'CloudWatch log groups',
  page: 'cloudwatch/home',
  fragment: '#logsV2:log-groups',
};

/**
 * The resource policies of the account in a Region, with the length of their documents. AWS does not list the
 * policies of single log groups here.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeResourcePolicies.html
 * @throws AwsCallError when any page cannot be read.
 */
export const logPolicies = sharedAnswer((aws) =>
  listAll(
    DESCRIBE_RESOURCE_POLICIES,
    (nextToken) => aws[DESCRIBE_RESOURCE_POLICIES]({ ...(nextToken && { nextToken }) }),
    ({ nextToken }) => nextToken,
    ({ resourcePolicies }) =>
      required(resourcePolicies, 'resourcePolicies').map(({ policyName, policyDocument }) => ({
        name: required(policyName, 'resourcePolicies[].policyName'),
        characters: required(policyDocument, 'resourcePolicies[].policyDocument').length,
      })),
  ),
);
