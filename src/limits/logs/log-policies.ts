import { withOperation } from '../../aws/failures.ts';
import { pages, required } from '../../aws/pages.ts';
import type { LimitAction, RemedyLink } from '../limit.ts';
import { sharedAnswer } from '../shared-answer.ts';

const DESCRIBE_RESOURCE_POLICIES = 'logs:DescribeResourcePolicies';

/** The resource policies of an account and Region with their texts. */
export const LOG_POLICIES: LimitAction = {
  action: DESCRIBE_RESOURCE_POLICIES,
  reason: 'The resource policies of CloudWatch Logs, their number and length.',
  probe: { ask: ({ aws }) => aws[DESCRIBE_RESOURCE_POLICIES]({ limit: 1 }) },
  callsPerRun: () => 1,
};

/** The console has no page of resource policies; this is where log groups are. */
export const LOG_GROUPS: RemedyLink = {
  kind: 'console',
  label: 'CloudWatch log groups',
  page: 'cloudwatch/home',
  fragment: '#logsV2:log-groups',
};

interface LogPolicy {
  readonly name: string;
  /** Of the policy document, in characters. */
  readonly characters: number;
}

/**
 * The resource policies of the account in the Region. Without `policyScope`, those of single log groups
 * are not among them: they do not count towards the quota. Of each text only the length is kept.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeResourcePolicies.html
 * @throws AwsCallError when any page cannot be read.
 */
export const logPolicies = sharedAnswer((aws) =>
  withOperation(DESCRIBE_RESOURCE_POLICIES, async () => {
    const policies: LogPolicy[] = [];
    const all = pages(
      (nextToken) => aws[DESCRIBE_RESOURCE_POLICIES]({ ...(nextToken && { nextToken }) }),
      ({ nextToken }) => nextToken,
    );
    for await (const { resourcePolicies } of all) {
      for (const policy of required(resourcePolicies, 'resourcePolicies')) {
        const name = required(policy.policyName, 'resourcePolicies[].policyName');
        const text = required(policy.policyDocument, 'resourcePolicies[].policyDocument');
        policies.push({ name, characters: text.length });
      }
    }
    return policies;
  }),
);
