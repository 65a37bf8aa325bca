import type { MetricLimit } from '../limit.ts';
import { metricLimit } from '../usage/metric-limit.ts';

/* Limits of each Region in the set `deployments`. */

const OF_REGION = { set: 'deployments', scope: 'region' } as const;

/**
 * The limit is the applied quota. CloudFormation's own DescribeAccountLimits would give the same number
 * for one more request and one more permission in each account and Region, so it is not asked.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 */
export const cloudformationStacks: MetricLimit = metricLimit({
  ...OF_REGION,
  id: 'cloudformation-stacks',
  title: 'CloudFormation stacks',
  noun: 'stacks',
  quota: { ServiceCode: 'cloudformation', QuotaCode: 'L-0485CB21' },
  advice: 'Delete stacks of branches and environments that no longer exist.',
  page: { label: 'CloudFormation stacks', page: 'cloudformation/home', fragment: '#/stacks' },
  // LimitExceeded: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html
  whenFull: 'No stack can be created, so every new environment fails to deploy.',
});

/** A peak: functions come and go. https://docs.aws.amazon.com/lambda/latest/dg/monitoring-concurrency.html */
export const lambdaConcurrentExecutions: MetricLimit = metricLimit({
  ...OF_REGION,
  id: 'lambda-concurrent-executions',
  title: 'Lambda concurrent executions',
  noun: 'concurrent executions',
  quota: { ServiceCode: 'lambda', QuotaCode: 'L-B99A9384' },
  usage: { figure: 'peak', silence: 'normal' },
  advice: 'Find the function that runs most at a time, and bound it by reserved concurrency.',
  page: { label: 'Lambda functions', page: 'lambda/home', fragment: '#/functions' },
  // TooManyRequestsException: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
  whenFull: 'Lambda throttles invocations, of every function without reserved concurrency.',
});

export const dynamodbTables: MetricLimit = metricLimit({
  ...OF_REGION,
  id: 'dynamodb-tables',
  title: 'DynamoDB tables',
  noun: 'tables',
  quota: { ServiceCode: 'dynamodb', QuotaCode: 'L-F98FE922' },
  advice: 'Delete tables that stacks have retained and nothing reads.',
  page: { label: 'DynamoDB tables', page: 'dynamodbv2/home', fragment: '#tables' },
  // LimitExceededException: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html
  whenFull: 'No table can be created, so deployments that create one fail.',
});

/** Not adjustable: https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html */
export const ssmStandardParameters: MetricLimit = metricLimit({
  ...OF_REGION,
  id: 'ssm-standard-parameters',
  title: 'SSM standard parameters',
  noun: 'parameters',
  quota: { ServiceCode: 'ssm', QuotaCode: 'L-C3B871CB' },
  increase: 'impossible',
  advice: 'Delete parameters that nothing reads, or make new ones advanced, which AWS charges for.',
  page: { label: 'SSM parameters', page: 'systems-manager/parameters' },
  // ParameterLimitExceeded: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
  whenFull: 'No standard parameter can be created, so deployments that create one fail.',
});

/** As of standard ones. */
export const ssmAdvancedParameters: MetricLimit = metricLimit({
  ...OF_REGION,
  id: 'ssm-advanced-parameters',
  title: 'SSM advanced parameters',
  noun: 'parameters',
  quota: { ServiceCode: 'ssm', QuotaCode: 'L-527D1CD8' },
  increase: 'impossible',
  advice: 'Delete parameters that nothing reads, each of which AWS charges for.',
  page: { label: 'SSM parameters', page: 'systems-manager/parameters' },
  whenFull: 'No advanced parameter can be created, so deployments that create one fail.',
});

export const snsTopics: MetricLimit = metricLimit({
  ...OF_REGION,
  id: 'sns-topics',
  title: 'SNS topics',
  noun: 'topics',
  quota: { ServiceCode: 'sns', QuotaCode: 'L-61103206' },
  advice: 'Delete topics without subscriptions.',
  page: { label: 'SNS topics', page: 'sns/v3/home', fragment: '#/topics' },
  // TopicLimitExceeded: https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html
  whenFull: 'No topic can be created, so deployments that create one fail.',
});

export const kmsKeys: MetricLimit = metricLimit({
  ...OF_REGION,
  id: 'kms-keys',
  title: 'KMS keys',
  noun: 'keys',
  quota: { ServiceCode: 'kms', QuotaCode: 'L-C2F1777E' },
  advice:
    'Schedule the deletion of customer managed keys that encrypt nothing any more; a key counts until it is deleted.',
  page: { label: 'KMS keys', page: 'kms/home', fragment: '#/kms/keys' },
  // LimitExceededException: https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html
  whenFull: 'No key can be created, so deployments that create one fail.',
});

export const ec2Vpcs: MetricLimit = metricLimit({
  ...OF_REGION,
  id: 'ec2-vpcs',
  title: 'VPCs',
  noun: 'VPCs',
  quota: { ServiceCode: 'vpc', QuotaCode: 'L-F678F1CE' },
  advice: 'Delete VPCs that nothing runs in, such as default ones.',
  page: { label: 'VPCs', page: 'vpcconsole/home', fragment: '#vpcs:' },
  // VpcLimitExceeded: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
  whenFull: 'No VPC can be created, so deployments that create one fail.',
});
