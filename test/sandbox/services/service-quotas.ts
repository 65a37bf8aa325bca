import * as sdk from '@aws-sdk/client-service-quotas';
import type {
  GetAWSDefaultServiceQuotaRequest,
  GetAWSDefaultServiceQuotaResponse,
  GetServiceQuotaRequest,
  GetServiceQuotaResponse,
  ListRequestedServiceQuotaChangeHistoryByQuotaRequest,
  ListRequestedServiceQuotaChangeHistoryByQuotaResponse,
  ServiceQuota,
} from '@aws-sdk/client-service-quotas';
import type { RequestContext, ServiceDefinition } from '../service.ts';
import { globalRegionOf } from '../regions.ts';
import { operation } from '../service.ts';
import type { SimulatedQuota } from '../simulated-limits.ts';
import { simulatedQuota } from '../simulated-limits.ts';
import { ServiceFailure } from '../wire/failure.ts';
import { jsonSpellings } from '../wire/spellings.ts';
import { getAutomaticManagement, requestIncrease } from './service-quotas/request-increase.ts';
import { requestsOfQuota } from './service-quotas/requests-of-quota.ts';

/** Service Quotas. IAM checks reads and requests on the quota's ARN. */

/** Dimensions of the usage metric of running instances. Basis: EC2 User Guide, "Amazon EC2 usage metrics". */
export const VCPU = {
  Class: 'Standard/OnDemand',
  Resource: 'vCPU',
  Service: 'EC2',
  Type: 'Resource',
};

/** Quotas by service and code. Basis: S3 User Guide, "General purpose bucket quotas"; "Lambda quotas". */
const QUOTAS: Readonly<Record<string, SimulatedQuota>> = {
  's3/L-DC2B2D3D': {
    ServiceName: 'Amazon Simple Storage Service (Amazon S3)',
    QuotaName: 'General purpose buckets',
    defaultValue: 10_000,
    Unit: 'None',
    Adjustable: true,
    isGlobal: true,
    UsageMetric: {
      MetricNamespace: 'AWS/Usage',
      MetricName: 'ResourceCount',
      MetricDimensions: {
        Class: 'None',
        Resource: 'GeneralPurposeBuckets',
        Service: 'S3',
        Type: 'Resource',
      },
      MetricStatisticRecommendation: 'Maximum',
    },
  },
  'ec2/L-1216C47A': {
    ServiceName: 'Amazon Elastic Compute Cloud (Amazon EC2)',
    QuotaName: 'Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances',
    defaultValue: 5,
    Unit: 'None',
    Adjustable: true,
    isGlobal: false,
    UsageMetric: {
      MetricNamespace: 'AWS/Usage',
      MetricName: 'ResourceCount',
      MetricDimensions: VCPU,
      MetricStatisticRecommendation: 'Maximum',
    },
  },
  'lambda/L-2ACBD22F': {
    ServiceName: 'AWS Lambda',
    QuotaName: 'Function and layer storage',
    defaultValue: 300,
    Unit: 'Gigabytes',
    Adjustable: false,
    isGlobal: false,
  },
  'lambda/L-B99A9384': {
    ServiceName: 'AWS Lambda',
    QuotaName: 'Concurrent executions',
    defaultValue: 1000,
    Unit: 'None',
    Adjustable: true,
    isGlobal: false,
    UsageMetric: {
      MetricNamespace: 'AWS/Lambda',
      MetricName: 'ConcurrentExecutions',
      MetricDimensions: {},
      MetricStatisticRecommendation: 'Maximum',
    },
  },
};

/**
 * Returns the rate of one operation: 5 a second. AWS's additional burst of 5 is not granted, which is the stricter
 * reading.
 */
const rate = (name: string) => ({ name: `servicequotas ${name}`, perSecond: 5, burst: 5 });

export const serviceQuotas: ServiceDefinition = {
  signingName: 'servicequotas',
  sdk,
  protocol: 'awsJson1_1',
  targetPrefix: 'ServiceQuotasV20190624',
  spellings: {
    ...jsonSpellings(400),
    denied: { code: 'AccessDeniedException', status: 403 },
    throttled: { code: 'TooManyRequestsException', status: 429, message: 'Rate exceeded' },
    serverError: {
      code: 'ServiceException',
      status: 500,
      message: 'Something unexpected went wrong.',
    },
  },
  operations: {
    GetServiceQuota: operation<GetServiceQuotaRequest, GetServiceQuotaResponse>({
      rate: rate('GetServiceQuota'),
      needs: ({ ServiceCode, QuotaCode }, context) => [
        {
          action: 'servicequotas:GetServiceQuota',
          resource: quotaArn(ServiceCode, QuotaCode, context),
        },
      ],
      handle({ ServiceCode, QuotaCode, ContextId }, context) {
        if (ContextId !== undefined) throw noSuchQuota();
        const quota = appliedQuota(ServiceCode, QuotaCode, context);
        if (quota === undefined) throw noSuchQuota();
        return { Quota: { ...quota, QuotaAppliedAtLevel: 'ACCOUNT' } };
      },
    }),
    GetAWSDefaultServiceQuota: operation<
      GetAWSDefaultServiceQuotaRequest,
      GetAWSDefaultServiceQuotaResponse
    >({
      rate: rate('GetAWSDefaultServiceQuota'),
      needs: () => [{ action: 'servicequotas:GetAWSDefaultServiceQuota', resource: '*' }],
      handle({ ServiceCode, QuotaCode }, context) {
        return { Quota: defaultQuota(ServiceCode, QuotaCode, context) };
      },
    }),
    ListRequestedServiceQuotaChangeHistoryByQuota: operation<
      ListRequestedServiceQuotaChangeHistoryByQuotaRequest,
      ListRequestedServiceQuotaChangeHistoryByQuotaResponse
    >({
      rate: rate('ListRequestedServiceQuotaChangeHistoryByQuota'),
      needs: ({ ServiceCode, QuotaCode }, context) => [
        {
          action: 'servicequotas:ListRequestedServiceQuotaChangeHistoryByQuota',
          resource: quotaArn(ServiceCode, QuotaCode, context),
        },
      ],
      handle(request, context) {
        const { ServiceCode, QuotaCode } = request;
        const known = knownQuota(ServiceCode, QuotaCode, context);
        return requestsOfQuota(
          quotaOf(ServiceCode, QuotaCode, known, 0, context),
          request,
          context,
        );
      },
    }),
    RequestServiceQuotaIncrease: requestIncrease(
      (service, code, context) =>
        appliedQuota(service, code, context) ?? defaultQuota(service, code, context),
    ),
    GetAutoManagementConfiguration: getAutomaticManagement,
  },
};

/** Returns the applied value of a quota; undefined when AWS never applied one. */
function appliedQuota(
  service: string,
  code: string,
  context: RequestContext,
): ServiceQuota | undefined {
  const known = knownQuota(service, code, context);
  const { account, region, now } = context;
  const name = `${service}/${code}` as const;
  const increased = account.quotaIncreases.applied(region, name, now);
  const applied = increased ?? account.world.quotas?.[name];
  if (applied === null) return undefined;
  return quotaOf(service, code, known, applied ?? known.defaultValue, context);
}

function defaultQuota(service: string, code: string, context: RequestContext): ServiceQuota {
  const known = knownQuota(service, code, context);
  return quotaOf(service, code, known, known.defaultValue, context);
}

function knownQuota(service: string, code: string, context: RequestContext): SimulatedQuota {
  const named = `${service}/${code}` as const;
  const { absentQuotas, knownQuotas } = context.account.world;
  if (absentQuotas?.includes(named)) throw noSuchQuota();
  const known = knownQuotas?.[named] ?? QUOTAS[named] ?? simulatedQuota(named);
  const home = globalRegionOf(context.organisation.partition);
  if (known === undefined || (known.isGlobal && context.region !== home)) throw noSuchQuota();
  return known;
}

function quotaOf(
  ServiceCode: string,
  QuotaCode: string,
  known: SimulatedQuota,
  Value: number,
  context: RequestContext,
): ServiceQuota {
  const { ServiceName, QuotaName, Unit, Adjustable, UsageMetric, Period, isGlobal } = known;
  return {
    ServiceCode,
    ServiceName,
    QuotaArn: quotaArn(ServiceCode, QuotaCode, context),
    QuotaCode,
    QuotaName,
    Value,
    Unit,
    Adjustable,
    GlobalQuota: isGlobal,
    UsageMetric,
    Period,
  };
}

function quotaArn(
  service: string,
  code: string,
  { organisation, account, region }: RequestContext,
): string {
  return `arn:${organisation.partition}:servicequotas:${region}:${account.id}:${service}/${code}`;
}

function noSuchQuota(): ServiceFailure {
  return new ServiceFailure(
    'NoSuchResourceException',
    'The request failed because the specified quota does not exist.',
  );
}
