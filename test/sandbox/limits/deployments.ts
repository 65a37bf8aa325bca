import { simulateLimit } from '../simulated-limits.ts';
import type { QuotaName } from '../world.ts';

/** A quota with a usage metric, as a recorded answer of Service Quotas shows it. */
interface RecordedQuota {
  readonly id: string;
  readonly quota: QuotaName;
  readonly name: string;
  readonly defaultValue: number;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly metric?: { readonly namespace: string; readonly name: string };
  readonly isAdjustable?: false;
  readonly isGlobal?: true;
}

const resource = (Service: string, Resource: string) => ({
  Class: 'None',
  Resource,
  Service,
  Type: 'Resource',
});

/**
 * Basis: catalogues of Service Quotas recorded in September 2026 and accounts recorded by public projects; default
 * values from the services' quota pages. For SNS, AWS recommends the statistic Sum, although the metric is a count.
 */
const RECORDED: readonly RecordedQuota[] = [
  {
    id: 'cloudformation-stacks',
    quota: 'cloudformation/L-0485CB21',
    name: 'Stack count',
    defaultValue: 2_000,
    dimensions: resource('CloudFormation', 'Stack'),
  },
  {
    id: 'lambda-concurrent-executions',
    quota: 'lambda/L-B99A9384',
    name: 'Concurrent executions',
    defaultValue: 1_000,
    dimensions: {},
    metric: { namespace: 'AWS/Lambda', name: 'ConcurrentExecutions' },
  },
  {
    id: 'deployments-iam-roles',
    quota: 'iam/L-FE177D64',
    name: 'Roles per account',
    defaultValue: 1_000,
    dimensions: resource('IAM', 'Role'),
    isGlobal: true,
  },
  {
    id: 'deployments-iam-policies',
    quota: 'iam/L-E95E4862',
    name: 'Customer managed policies per account',
    defaultValue: 1_500,
    dimensions: resource('IAM', 'CustomerManagedPolicy'),
    isGlobal: true,
  },
  {
    id: 'deployments-iam-instance-profiles',
    quota: 'iam/L-6E65F664',
    name: 'Instance profiles per account',
    defaultValue: 1_000,
    dimensions: resource('IAM', 'InstanceProfile'),
    isGlobal: true,
  },
  {
    id: 'iam-oidc-providers',
    quota: 'iam/L-858F3967',
    name: 'OpenId connect providers per account',
    defaultValue: 100,
    dimensions: resource('IAM', 'OIDCProvider'),
    isGlobal: true,
  },
  {
    id: 'dynamodb-tables',
    quota: 'dynamodb/L-F98FE922',
    name: 'Maximum number of tables',
    defaultValue: 2_500,
    dimensions: resource('DynamoDB', 'TableCount'),
  },
  {
    id: 'ssm-standard-parameters',
    quota: 'ssm/L-C3B871CB',
    name: 'Standard parameters',
    defaultValue: 10_000,
    dimensions: resource('SSM', 'StandardParameterCount'),
    isAdjustable: false,
  },
  {
    id: 'ssm-advanced-parameters',
    quota: 'ssm/L-527D1CD8',
    name: 'Advanced parameters',
    defaultValue: 100_000,
    dimensions: resource('SSM', 'AdvancedParameterCount'),
    isAdjustable: false,
  },
  {
    id: 'sns-topics',
    quota: 'sns/L-61103206',
    name: 'Topics per Account',
    defaultValue: 100_000,
    dimensions: resource('SNS', 'ApproximateNumberOfTopics'),
  },
  {
    id: 'kms-keys',
    quota: 'kms/L-C2F1777E',
    name: 'Customer Master Keys (CMKs)',
    defaultValue: 100_000,
    dimensions: resource('KMS', 'KeysPerAccount'),
  },
  {
    id: 'ec2-vpcs',
    quota: 'vpc/L-F678F1CE',
    name: 'VPCs per Region',
    defaultValue: 5,
    dimensions: resource('EC2', 'VPCsPerRegion'),
  },
];

for (const { id, quota, name, defaultValue, dimensions, ...recorded } of RECORDED) {
  const { metric, isAdjustable = true, isGlobal = false } = recorded;
  const { namespace, name: metricName } = metric ?? {
    namespace: 'AWS/Usage',
    name: 'ResourceCount',
  };
  simulateLimit({
    id,
    accountWith: (used, applied) => ({
      quotas: { [quota]: applied },
      regions: {
        [isGlobal ? 'us-east-1' : 'eu-west-1']: {
          usageMetrics: [{ namespace, name: metricName, dimensions, steady: used }],
        },
      },
    }),
    quotas: {
      [quota]: {
        ServiceName: quota.split('/')[0],
        QuotaName: name,
        defaultValue,
        Unit: 'None',
        Adjustable: isAdjustable,
        isGlobal,
        UsageMetric: {
          MetricNamespace: namespace,
          MetricName: metricName,
          MetricDimensions: dimensions,
          MetricStatisticRecommendation: quota.startsWith('sns/') ? 'Sum' : 'Maximum',
        },
      },
    },
  });
}
