import type { DescribeResourcePoliciesRequest } from '@aws-sdk/client-cloudwatch-logs';
import type {
  DescribeNatGatewaysRequest,
  DescribeNetworkInterfacesRequest,
  DescribeSecurityGroupsRequest,
  DescribeSubnetsRequest,
} from '@aws-sdk/client-ec2';
import type { GetAccountSettingsRequest, ListAliasesRequest } from '@aws-sdk/client-lambda';
import type { GetFunctionRequest, ListFunctionsRequest } from '@aws-sdk/client-lambda';
import {
  GetAccountSettingsCommand,
  GetFunctionCommand,
  LambdaClient,
  ListAliasesCommand,
} from '@aws-sdk/client-lambda';
import type { ListEventBusesRequest, ListRulesRequest } from '@aws-sdk/client-eventbridge';
import type { GetAccountLimitRequest } from '@aws-sdk/client-route-53';
import type { ListBucketsRequest } from '@aws-sdk/client-s3';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import type { ListRequestedServiceQuotaChangeHistoryByQuotaRequest } from '@aws-sdk/client-service-quotas';
import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  ListRequestedServiceQuotaChangeHistoryByQuotaCommand,
  ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas';

import type { ClientClass } from './clients.ts';
import { functionPage } from './function-page.ts';

/** Makes a client of any AWS service, for one account and Region. */
export type MakeClient = <Client>(Class: ClientClass<Client>) => Client;

/** As Service Quotas names a quota. */
export interface QuotaCode {
  readonly ServiceCode: string;
  readonly QuotaCode: string;
}

/**
 * Every operation that a limit may call, by service and name, in one account and Region. A client is
 * made with the first call that needs it; what only a set of limits needs is loaded then, and is in no
 * bundle whose configuration leaves the set out. Each call sends one request and throws what the SDK throws.
 */
export function awsOperations(make: MakeClient) {
  const lambda = once(() => make(LambdaClient));
  const s3 = once(() => make(S3Client));
  const quotas = once(() => make(ServiceQuotasClient));
  const logs = once(async () => (await import('./sets/logs.ts')).logsOperations(make));
  const iam = once(async () => (await import('./sets/iam.ts')).iamOperations(make));
  const route53 = once(async () => (await import('./sets/route53.ts')).route53Operations(make));
  const events = once(async () => (await import('./sets/events.ts')).eventsOperations(make));
  const ec2 = once(async () => (await import('./sets/ec2.ts')).ec2Operations(make));
  return {
    'ec2:DescribeAddresses': async (input: object) => (await ec2()).describeAddresses(input),
    'ec2:DescribeNatGateways': async (input: DescribeNatGatewaysRequest) =>
      (await ec2()).describeNatGateways(input),
    'ec2:DescribeNetworkInterfaces': async (input: DescribeNetworkInterfacesRequest) =>
      (await ec2()).describeNetworkInterfaces(input),
    'ec2:DescribeSecurityGroups': async (input: DescribeSecurityGroupsRequest) =>
      (await ec2()).describeSecurityGroups(input),
    'ec2:DescribeSubnets': async (input: DescribeSubnetsRequest) =>
      (await ec2()).describeSubnets(input),
    'events:ListEventBuses': async (input: ListEventBusesRequest) =>
      (await events()).listEventBuses(input),
    'events:ListRules': async (input: ListRulesRequest) => (await events()).listRules(input),
    'iam:GetAccountSummary': async (input: object) => (await iam()).getAccountSummary(input),
    'lambda:GetAccountSettings': (input: GetAccountSettingsRequest) =>
      lambda().send(new GetAccountSettingsCommand(input)),
    'lambda:GetFunction': (input: GetFunctionRequest) =>
      lambda().send(new GetFunctionCommand(input)),
    'lambda:ListAliases': (input: ListAliasesRequest) =>
      lambda().send(new ListAliasesCommand(input)),
    'lambda:ListFunctions': (input: ListFunctionsRequest) => functionPage(lambda(), input),
    'logs:DescribeResourcePolicies': async (input: DescribeResourcePoliciesRequest) =>
      (await logs()).describeResourcePolicies(input),
    'route53:GetAccountLimit': async (input: GetAccountLimitRequest) =>
      (await route53()).getAccountLimit(input),
    's3:ListBuckets': (input: ListBucketsRequest) => s3().send(new ListBucketsCommand(input)),
    'servicequotas:GetAWSDefaultServiceQuota': (input: QuotaCode) =>
      quotas().send(new GetAWSDefaultServiceQuotaCommand(input)),
    'servicequotas:GetServiceQuota': (input: QuotaCode) =>
      quotas().send(new GetServiceQuotaCommand(input)),
    'servicequotas:ListRequestedServiceQuotaChangeHistoryByQuota': (
      input: ListRequestedServiceQuotaChangeHistoryByQuotaRequest,
    ) => quotas().send(new ListRequestedServiceQuotaChangeHistoryByQuotaCommand(input)),
  };
}

export type AwsOperations = ReturnType<typeof awsOperations>;

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
