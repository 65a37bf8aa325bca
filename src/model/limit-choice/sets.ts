/** The sets of limits that the configuration can switch on. */
export const LIMIT_SETS = {
  lambda: { title: 'Lambda', parameter: 'WatchLambda' },
  logs: { title: 'CloudWatch Logs', parameter: 'WatchLogs' },
  iam: { title: 'IAM', parameter: 'WatchIam' },
  route53: { title: 'Route 53', parameter: 'WatchRoute53' },
  events: { title: 'EventBridge', parameter: 'WatchEvents' },
  apigateway: { title: 'API Gateway', parameter: 'WatchApiGateway' },
  cloudfront: { title: 'CloudFront', parameter: 'WatchCloudFront' },
  acm: { title: 'Certificate Manager', parameter: 'WatchAcm' },
  ec2: { title: 'EC2 and VPC', parameter: 'WatchEc2' },
  deployments: { title: 'Deployments', parameter: 'WatchDeployments' },
  quotas: { title: 'Quotas by code', parameter: 'WatchQuotas' },
} as const satisfies Readonly<Record<string, LimitSetDefinition>>;

/** The set of the quotas that the configuration names by their codes. */
export const QUOTAS_SET = 'quotas';

export type LimitSet = keyof typeof LIMIT_SETS;

interface LimitSetDefinition {
  /** The name of the service, for people. */
  readonly title: string;
  /** The parameter of `member-read-role.yml` that, when `true`, grants the read role the actions of the set. */
  readonly parameter: `Watch${string}`;
}

export function isLimitSet(text: string): text is LimitSet {
  return Object.hasOwn(LIMIT_SETS, text);
}
