import { acmCertificates } from './acm/acm-certificates.ts';
import { acmImportedCertificates } from './acm/acm-imported-certificates.ts';
import { apigatewayDomainNames } from './apigateway/apigateway-domain-names.ts';
import { apigatewayEdgeApis } from './apigateway/apigateway-edge-apis.ts';
import { apigatewayPrivateApis } from './apigateway/apigateway-private-apis.ts';
import { apigatewayPrivateDomainNames } from './apigateway/apigateway-private-domain-names.ts';
import { apigatewayRegionalApis } from './apigateway/apigateway-regional-apis.ts';
import { cloudfrontDistributions } from './cloudfront-distributions.ts';
import { deploymentLimits } from './deployments.ts';
import { ec2ElasticIps } from './ec2/ec2-elastic-ips.ts';
import { ec2NatGateways } from './ec2/ec2-nat-gateways.ts';
import { ec2SecurityGroups } from './ec2/ec2-security-groups.ts';
import { lambdaNetworkInterfaces } from './ec2/lambda-network-interfaces.ts';
import { eventRules } from './event-rules.ts';
import { iamInstanceProfiles } from './iam/iam-instance-profiles.ts';
import { iamPolicies } from './iam/iam-policies.ts';
import { iamRoles } from './iam/iam-roles.ts';
import { lambdaCodeStorage } from './lambda-code-storage.ts';
import { lambdaOldVersions } from './lambda-old-versions.ts';
import { lambdaReservedConcurrency } from './lambda-reserved-concurrency.ts';
import type { Limit } from './limit.ts';
import { logsDeliveryPolicySize } from './logs/logs-delivery-policy-size.ts';
import { logsResourcePolicies } from './logs/logs-resource-policies.ts';
import { route53HostedZones } from './route53-hosted-zones.ts';
import { s3Buckets } from './s3-buckets.ts';

/** Every limit that can be watched, in the order of reports. */
export const catalogue: readonly Limit[] = [
  lambdaCodeStorage,
  lambdaOldVersions,
  s3Buckets,
  lambdaReservedConcurrency,
  logsResourcePolicies,
  logsDeliveryPolicySize,
  iamRoles,
  iamPolicies,
  iamInstanceProfiles,
  route53HostedZones,
  eventRules,
  apigatewayRegionalApis,
  apigatewayEdgeApis,
  apigatewayPrivateApis,
  apigatewayDomainNames,
  apigatewayPrivateDomainNames,
  cloudfrontDistributions,
  acmCertificates,
  acmImportedCertificates,
  ec2SecurityGroups,
  ec2ElasticIps,
  ec2NatGateways,
  lambdaNetworkInterfaces,
  ...deploymentLimits,
];
