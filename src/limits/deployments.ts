import { iamInstanceProfiles } from './iam/iam-instance-profiles.ts';
import { iamPolicies } from './iam/iam-policies.ts';
import { iamRoles } from './iam/iam-roles.ts';
import type { MetricLimit } from './limit.ts';
import type { MetricLimitSpec } from './usage/metric-limit.ts';
import { metricLimit } from './usage/metric-limit.ts';

type DeploymentLimitSpec = Omit<MetricLimitSpec, 'set' | 'scope'>;

export const deploymentLimits: readonly MetricLimit[] = [
  // The limit is the applied quota. CloudFormation's own DescribeAccountLimits would give the same number
  // for one more request and one more permission in each account and Region, so it is not asked.
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
  regionLimit({
    id: 'cloudformation-stacks',
    title: 'CloudFormation stacks',
    noun: 'stacks',
    quota: { ServiceCode: 'cloudformation', QuotaCode: 'L-0485CB21' },
    advice: 'Delete stacks of branches and environments that no longer exist.',
    page: { label: 'CloudFormation stacks', page: 'cloudformation/home', fragment: '#/stacks' },
    // LimitExceeded: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html
    whenFull: 'No stack can be created, so every new environment fails to deploy.',
  }),
  // The peak counts, because executions last only seconds. https://docs.aws.amazon.com/lambda/latest/dg/monitoring-concurrency.html
  regionLimit({
    id: 'lambda-concurrent-executions',
    title: 'Lambda concurrent executions',
    noun: 'concurrent executions',
    quota: { ServiceCode: 'lambda', QuotaCode: 'L-B99A9384' },
    usage: { figure: 'peak', silence: 'normal' },
    advice: 'Find the function that runs most at a time, and bound it by reserved concurrency.',
    page: { label: 'Lambda functions', page: 'lambda/home', fragment: '#/functions' },
    // TooManyRequestsException: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
    whenFull: 'Lambda throttles invocations, of every function without reserved concurrency.',
  }),
  accountLimit({
    id: 'deployments-iam-roles',
    title: 'IAM roles, by metric',
    noun: 'roles',
    quota: { ServiceCode: 'iam', QuotaCode: 'L-FE177D64' },
    yieldsTo: iamRoles.definition.id,
    advice: 'Delete roles that are not assumed: the console shows when each was last used.',
    page: { label: 'IAM roles', page: 'iam/home', fragment: '#/roles' },
    // LimitExceeded: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
    whenFull: 'No role can be created, so deployments of functions with roles of their own fail.',
  }),
  accountLimit({
    id: 'deployments-iam-policies',
    title: 'IAM customer managed policies, by metric',
    noun: 'policies',
    quota: { ServiceCode: 'iam', QuotaCode: 'L-E95E4862' },
    yieldsTo: iamPolicies.definition.id,
    advice: 'Delete policies that are attached to nothing.',
    page: { label: 'IAM policies', page: 'iam/home', fragment: '#/policies' },
    // LimitExceeded: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html
    whenFull: 'No customer managed policy can be created, so deployments that create one fail.',
  }),
  accountLimit({
    id: 'deployments-iam-instance-profiles',
    title: 'IAM instance profiles, by metric',
    noun: 'instance profiles',
    quota: { ServiceCode: 'iam', QuotaCode: 'L-6E65F664' },
    yieldsTo: iamInstanceProfiles.definition.id,
    advice:
      'Delete instance profiles that no instance has: aws iam list-instance-profiles lists them. One that the console made goes with its role.',
    page: { label: 'IAM roles', page: 'iam/home', fragment: '#/roles' },
    // LimitExceeded: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateInstanceProfile.html
    whenFull: 'No instance profile can be created, so deployments that create one fail.',
  }),
  accountLimit({
    id: 'iam-oidc-providers',
    title: 'IAM OpenID Connect providers',
    noun: 'providers',
    quota: { ServiceCode: 'iam', QuotaCode: 'L-858F3967' },
    advice: 'Delete providers of clusters and repositories that no longer exist.',
    page: { label: 'IAM identity providers', page: 'iam/home', fragment: '#/identity_providers' },
    // LimitExceeded: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html
    whenFull:
      'No OpenID Connect provider can be created, so new clusters and pipelines cannot sign in.',
  }),
  regionLimit({
    id: 'dynamodb-tables',
    title: 'DynamoDB tables',
    noun: 'tables',
    quota: { ServiceCode: 'dynamodb', QuotaCode: 'L-F98FE922' },
    advice: 'Delete tables that stacks have retained and nothing reads.',
    page: { label: 'DynamoDB tables', page: 'dynamodbv2/home', fragment: '#tables' },
    // LimitExceededException: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html
    whenFull: 'No table can be created, so deployments that create one fail.',
  }),
  // Not adjustable: https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html
  regionLimit({
    id: 'ssm-standard-parameters',
    title: 'SSM standard parameters',
    noun: 'parameters',
    quota: { ServiceCode: 'ssm', QuotaCode: 'L-C3B871CB' },
    increase: 'impossible',
    advice:
      'Delete parameters that nothing reads, or make new ones advanced, which AWS charges for.',
    page: { label: 'SSM parameters', page: 'systems-manager/parameters' },
    // ParameterLimitExceeded: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
    whenFull: 'No standard parameter can be created, so deployments that create one fail.',
  }),
  regionLimit({
    id: 'ssm-advanced-parameters',
    title: 'SSM advanced parameters',
    noun: 'parameters',
    quota: { ServiceCode: 'ssm', QuotaCode: 'L-527D1CD8' },
    increase: 'impossible',
    advice: 'Delete parameters that nothing reads, each of which AWS charges for.',
    page: { label: 'SSM parameters', page: 'systems-manager/parameters' },
    whenFull: 'No advanced parameter can be created, so deployments that create one fail.',
  }),
  regionLimit({
    id: 'sns-topics',
    title: 'SNS topics',
    noun: 'topics',
    quota: { ServiceCode: 'sns', QuotaCode: 'L-61103206' },
    advice: 'Delete topics without subscriptions.',
    page: { label: 'SNS topics', page: 'sns/v3/home', fragment: '#/topics' },
    // TopicLimitExceeded: https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html
    whenFull: 'No topic can be created, so deployments that create one fail.',
  }),
  regionLimit({
    id: 'kms-keys',
    title: 'KMS keys',
    noun: 'keys',
    quota: { ServiceCode: 'kms', QuotaCode: 'L-C2F1777E' },
    advice:
      'Schedule the deletion of customer managed keys that encrypt nothing any more; a key counts until it is deleted.',
    page: { label: 'KMS keys', page: 'kms/home', fragment: '#/kms/keys' },
    // LimitExceededException: https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html
    whenFull: 'No key can be created, so deployments that create one fail.',
  }),
  regionLimit({
    id: 'ec2-vpcs',
    title: 'VPCs',
    noun: 'VPCs',
    quota: { ServiceCode: 'vpc', QuotaCode: 'L-F678F1CE' },
    advice: 'Delete VPCs that nothing runs in, such as default ones.',
    page: { label: 'VPCs', page: 'vpcconsole/home', fragment: '#vpcs:' },
    // VpcLimitExceeded: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
    whenFull: 'No VPC can be created, so deployments that create one fail.',
  }),
];

function regionLimit(spec: DeploymentLimitSpec): MetricLimit {
  return metricLimit({ ...spec, set: 'deployments', scope: 'region' });
}

/**
 * A limit of the whole account. IAM reports its usage metrics in the global Region of the partition.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
function accountLimit(spec: DeploymentLimitSpec): MetricLimit {
  return metricLimit({ ...spec, set: 'deployments', scope: 'account' });
}
