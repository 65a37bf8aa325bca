import type { GetAccountSettingsRequest, ListAliasesRequest } from '@aws-sdk/client-lambda';
import type { GetFunctionRequest, ListFunctionsRequest } from '@aws-sdk/client-lambda';
import {
  GetAccountSettingsCommand,
  GetFunctionCommand,
  LambdaClient,
  ListAliasesCommand,
} from '@aws-sdk/client-lambda';
import type { ListBucketsRequest } from '@aws-sdk/client-s3';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import type { ListRequestedServiceQuotaChangeHistoryByQuotaRequest } from '@aws-sdk/client-service-quotas';
import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  ListRequestedServiceQuotaChangeHistoryByQuotaCommand,
  ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas';

import type { QuotaCode } from '../model/limit.ts';
import type { ClientClass } from './clients.ts';
import { functionPage } from './function-page.ts';
import { once } from './once.ts';

export type { QuotaCode };

export type MakeClient = <Client>(Class: ClientClass<Client>) => Client;

/**
 * The AWS operations of one account and Region, by service and name. Clients are made, and files of `sets/` loaded,
 * at the first call. Each call sends one request and throws the errors of the SDK.
 */
export function awsOperations(make: MakeClient) {
  const lambda = once(() => make(LambdaClient));
  const s3 = once(() => make(S3Client));
  const quotas = once(() => make(ServiceQuotasClient));
  return {
    ...loadedOperations(['acm:ListCertificates'], async () =>
      (await import('./sets/acm.ts')).acmOperations(make),
    ),
    ...loadedOperations(['apigateway:GetDomainNames', 'apigateway:GetRestApis'], async () =>
      (await import('./sets/apigateway.ts')).apigatewayOperations(make),
    ),
    ...loadedOperations(['cloudfront:ListDistributions'], async () =>
      (await import('./sets/cloudfront.ts')).cloudfrontOperations(make),
    ),
    ...loadedOperations(['cloudwatch:GetMetricData'], async () =>
      (await import('./sets/cloudwatch.ts')).cloudwatchOperations(make),
    ),
    ...loadedOperations(
      [
        'ec2:DescribeAddresses',
        'ec2:DescribeNatGateways',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSecurityGroups',
        'ec2:DescribeSubnets',
      ],
      async () => (await import('./sets/ec2.ts')).ec2Operations(make),
    ),
    ...loadedOperations(['events:ListEventBuses', 'events:ListRules'], async () =>
      (await import('./sets/events.ts')).eventsOperations(make),
    ),
    ...loadedOperations(['iam:GetAccountSummary'], async () =>
      (await import('./sets/iam.ts')).iamOperations(make),
    ),
    ...loadedOperations(['logs:DescribeResourcePolicies'], async () =>
      (await import('./sets/logs.ts')).logsOperations(make),
    ),
    ...loadedOperations(['route53:GetAccountLimit'], async () =>
      (await import('./sets/route53.ts')).route53Operations(make),
    ),
    'lambda:GetAccountSettings': (input: GetAccountSettingsRequest) =>
      lambda().send(new GetAccountSettingsCommand(input)),
    'lambda:GetFunction': (input: GetFunctionRequest) =>
      lambda().send(new GetFunctionCommand(input)),
    'lambda:ListAliases': (input: ListAliasesRequest) =>
      lambda().send(new ListAliasesCommand(input)),
    'lambda:ListFunctions': (input: ListFunctionsRequest) => functionPage(lambda(), input),
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

/** The named operations of a file of `sets/`, which is loaded when one of them is first called. */
function loadedOperations<Operations extends object, Name extends keyof Operations & string>(
  names: readonly Name[],
  load: () => Promise<Operations>,
): Pick<Operations, Name>;
function loadedOperations(names: readonly string[], load: () => Promise<OperationsByName>): object {
  const loaded = once(load);
  return Object.fromEntries(
    names.map((name) => [name, async (input: object) => (await loaded())[name]?.(input)]),
  );
}

type OperationsByName = Readonly<Record<string, (input: object) => Promise<object>>>;
