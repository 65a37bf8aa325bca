import type { EndpointType } from '@aws-sdk/client-api-gateway';

import { withOperation } from '../../aws/failures.ts';
import type { QuotaCode } from '../../aws/operations.ts';
import { quantity } from '../../model/units.ts';
import type { LimitAction, RegionLimit } from '../limit.ts';
import { pagesOf } from '../pages-of.ts';
import { quotaValueActions, readQuota } from '../service-quota.ts';
import { sharedAnswer } from '../shared-answer.ts';
import { allItems, endpointTypes, ITEMS_A_PAGE } from './api-gateway-pages.ts';
import { quotaCount } from '../quota-count.ts';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagement.html */
const GET = 'apigateway:GET';

const REST_APIS: LimitAction = {
  action: GET,
  on: '/restapis',
  reason:
    'The number of REST APIs by endpoint type. The answer holds their names, descriptions, tags and policies, which are dropped.',
  probe: { ask: ({ aws }) => aws['apigateway:GetRestApis']({ limit: 1 }) },
  callsPerRun: ({ restApis = 50 }) => pagesOf(restApis, ITEMS_A_PAGE),
};

/** The endpoint types of each REST API of the account in the Region. */
const restApiTypes = sharedAnswer((aws) =>
  withOperation(GET, async () => {
    const apis = await allItems((page) => aws['apigateway:GetRestApis'](page));
    return apis.map(({ endpointConfiguration }) => endpointTypes(endpointConfiguration));
  }),
);

/** What distinguishes the limits of REST APIs. */
export interface RestApiKind {
  readonly id: string;
  readonly title: string;
  readonly noun: string;
  readonly type: EndpointType;
  readonly quota: QuotaCode;
  /** For the review of the permission; goes on after "The". */
  readonly quotaName: string;
  readonly advice: readonly string[];
  readonly whenFull: string;
  readonly caveat?: string;
}

/**
 * REST APIs of one endpoint type. AWS increases none of these quotas:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
 */
export function restApiLimit(kind: RestApiKind): RegionLimit {
  const { id, title, noun, type, quota, quotaName, advice, whenFull, caveat } = kind;
  return {
    scope: 'region',
    definition: quotaCount({
      id,
      title,
      noun,
      scope: 'region',
      increase: 'impossible',
      set: 'apigateway',
    }),
    quota,
    actions: [REST_APIS, ...quotaValueActions(quota, quotaName)],
    remedy: {
      steps: advice.map((text) => ({ kind: 'advice', text })),
      links: [
        { kind: 'console', label: 'API Gateway APIs', page: 'apigateway/main/apis' },
        { kind: 'quota' },
      ],
    },
    whenFull,
    ...(caveat !== undefined && { caveat }),

    measure: async ({ aws }) => ({
      kind: 'measured',
      used: quantity(
        'count',
        (await restApiTypes(aws)).filter((types) => types.includes(type)).length,
      ),
      limit: await readQuota(aws, quota, 'count'),
    }),
  };
}
