import type {
  GetAutoManagementConfigurationRequest,
  GetAutoManagementConfigurationResponse,
  RequestedServiceQuotaChange,
  RequestServiceQuotaIncreaseRequest,
  RequestServiceQuotaIncreaseResponse,
  ServiceQuota,
} from '@aws-sdk/client-service-quotas';
import { uniqueId } from '../../iam/role.ts';
import { availabilityOf } from '../../regions.ts';
import type { RequestContext } from '../../service.ts';
import { operation } from '../../service.ts';
import type { IncreaseState } from '../../state/quota-increases.ts';
import { ServiceFailure } from '../../wire/failure.ts';

/**
 * The most open requests. https://docs.aws.amazon.com/servicequotas/latest/userguide/reference_limits.html
 * (increase requests)
 */
const MOST_OPEN_IN_ACCOUNT = 20;
const MOST_OPEN_IN_OPT_IN_REGION = 2;
const SERVICE_ROLE = 'servicequotas.amazonaws.com';

/** Returns a quota in the account and Region of the request; throws when it does not exist. */
type QuotaIn = (service: string, code: string, context: RequestContext) => ServiceQuota;

export function requestIncrease(quotaIn: QuotaIn) {
  return operation<RequestServiceQuotaIncreaseRequest, RequestServiceQuotaIncreaseResponse>({
    // "RequestServiceQuotaIncrease requests per second: 3"; AWS's additional burst of 3 is not granted.
    rate: { name: 'servicequotas RequestServiceQuotaIncrease', perSecond: 3, burst: 3 },
    needs: ({ ServiceCode, QuotaCode }, { organisation, account, region }) => [
      {
        action: 'servicequotas:RequestServiceQuotaIncrease',
        resource: `arn:${organisation.partition}:servicequotas:${region}:${account.id}:${ServiceCode}/${QuotaCode}`,
        keys: { 'servicequotas:service': ServiceCode },
      },
    ],
    handle(request, context) {
      const { ServiceCode, QuotaCode, DesiredValue, SupportCaseAllowed = true } = request;
      const { account, region, now } = context;
      const quota = quotaIn(ServiceCode, QuotaCode, context);
      const name = `${ServiceCode}/${QuotaCode}`;
      requireServiceRole(context);
      refuseSecond(account.quotaIncreases.of(region, name, now), context);
      const applied = quota.Value ?? 0;
      if (DesiredValue <= applied) {
        throw new ServiceFailure(
          'IllegalArgumentException',
          'You must provide a quota value greater than the current quota value.',
          400,
        );
      }
      if (quota.Adjustable !== true) {
        throw new ServiceFailure('InvalidResourceStateException', 'Quota is not adjustable.', 400);
      }
      const asked = {
        account: account.id,
        region,
        quota: name,
        desired: DesiredValue,
        applied,
        supportCase: SupportCaseAllowed,
        earlier: account.quotaIncreases.of(region, name, now).length,
      };
      const verdict = account.world.increaseVerdict?.(asked) ?? { status: 'PENDING' };
      // "If you set the flag to False, AWS does not open a support case and updates the status to Not approved."
      const needsCase = verdict.caseId !== undefined && !SupportCaseAllowed;
      const taken = account.quotaIncreases.take({
        region,
        quota: name,
        id: uniqueId(`${account.id}/${region}/${name}/${asked.earlier}/${now}`),
        desired: DesiredValue,
        createdAt: now,
        verdict: needsCase ? { afterMs: 0, status: 'NOT_APPROVED' } : verdict,
      });
      return { RequestedQuota: requestedQuota(taken, quota, account.id) };
    },
  });
}

export const getAutomaticManagement = operation<
  GetAutoManagementConfigurationRequest,
  GetAutoManagementConfigurationResponse
>({
  rate: { name: 'servicequotas GetAutoManagementConfiguration', perSecond: 5, burst: 5 },
  needs: () => [{ action: 'servicequotas:GetAutoManagementConfiguration', resource: '*' }],
  handle(_, { account }) {
    const { automaticManagement } = account.world;
    if (automaticManagement === undefined) {
      throw new ServiceFailure('NoSuchResourceException', 'Auto management is not enabled.', 400);
    }
    const { type, excluded = [] } = automaticManagement;
    return {
      OptInLevel: 'ACCOUNT',
      OptInStatus: 'ENABLED',
      OptInType: type,
      ExclusionList: Object.fromEntries(excluded.map((service) => [service, []])),
    };
  },
});

/** Returns a request for an increase as the history and the answer to the request show it. */
export function requestedQuota(
  { id, desired, status, createdAt, changedAt, caseId }: IncreaseState,
  quota: ServiceQuota,
  account: string,
): RequestedServiceQuotaChange {
  const { ServiceCode, ServiceName, QuotaCode, QuotaName, QuotaArn, GlobalQuota, Unit } = quota;
  return {
    Id: id,
    ...(caseId !== undefined && { CaseId: caseId }),
    ServiceCode,
    ServiceName,
    QuotaCode,
    QuotaName,
    QuotaArn,
    GlobalQuota,
    Unit,
    DesiredValue: desired,
    Status: status,
    Created: new Date(createdAt),
    LastUpdated: new Date(changedAt),
    Requester: JSON.stringify({ accountId: account }),
    QuotaRequestedAtLevel: 'ACCOUNT',
  };
}

/**
 * Creates the service-linked role with the first request of an account. AWS does not document the error when that
 * is denied.
 */
function requireServiceRole(context: RequestContext): void {
  const { organisation, account } = context;
  if (account.quotaIncreases.hasServiceRole) return;
  const role = `role/aws-service-role/${SERVICE_ROLE}/AWSServiceRoleForServiceQuotas`;
  const isAllowed = context.may({
    action: 'iam:CreateServiceLinkedRole',
    resource: `arn:${organisation.partition}:iam::${account.id}:${role}`,
    keys: { 'iam:AWSServiceName': SERVICE_ROLE },
  });
  if (!isAllowed) {
    throw new ServiceFailure(
      'DependencyAccessDeniedException',
      'Service Quotas cannot create its service-linked role.',
      400,
    );
  }
  account.quotaIncreases.hasServiceRole = true;
}

/** Refuses a further open request: one for each quota, 20 in an account, 2 in an opt-in Region. */
function refuseSecond(
  sameQuota: readonly IncreaseState[],
  { account, organisation, region, now }: RequestContext,
): void {
  if (sameQuota.some(({ status }) => status === 'PENDING' || status === 'CASE_OPENED')) {
    const message = 'Only one open service quota increase request is allowed per quota.';
    throw new ServiceFailure('ResourceAlreadyExistsException', message, 400);
  }
  const isOptIn = availabilityOf(region, organisation.partition) !== 'enabled by default';
  const isFull =
    account.quotaIncreases.open(now) >= MOST_OPEN_IN_ACCOUNT ||
    (isOptIn && account.quotaIncreases.open(now, region) >= MOST_OPEN_IN_OPT_IN_REGION);
  if (isFull) {
    const message = 'You have exceeded the number of open quota increase requests.';
    throw new ServiceFailure('QuotaExceededException', message, 400);
  }
}
