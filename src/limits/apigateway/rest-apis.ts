import type { EndpointType } from '@aws-sdk/client-api-gateway';

import type { DirectLimit, LimitAction } from '../limit.ts';
import { pagesOf } from '../../aws/pages.ts';
import type { QuotaLimitSpec } from '../quota-limit.ts';
import { countedLimit } from '../quota-limit.ts';
import { sharedAnswer } from '../../aws/once.ts';
import { endpointTypes, GET, ITEMS_A_PAGE } from './api-gateway-pages.ts';

const REST_APIS: LimitAction = {
  action: GET,
  on: '/restapis',
  reason:
    'The number of REST APIs by endpoint type. The answer holds their names, descriptions, tags and policies, which are dropped.',
  probe: { ask: ({ aws }) => aws['apigateway:GetRestApis']({ limit: 1 }) },
  callsPerRun: ({ restApis = 50 }) => pagesOf(restApis, ITEMS_A_PAGE),
};

const restApiTypes = sharedAnswer((aws) =>
  endpointTypes((page) => aws['apigateway:GetRestApis'](page)),
);

/**
 * A limit whose usage is the number of REST APIs of this endpoint type. AWS does not increase these quotas.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
 */
export function restApiLimit(
  type: EndpointType,
  spec: Omit<QuotaLimitSpec, 'scope' | 'set' | 'increase' | 'reads' | 'page'>,
): DirectLimit {
  const limit = countedLimit({
    ...spec,
    scope: 'region',
    set: 'apigateway',
    increase: 'impossible',
    reads: [REST_APIS],
    page: { label: 'API Gateway APIs', page: 'apigateway/main/apis' },
    count: async ({ aws }) =>
      (await restApiTypes(aws)).filter((types) => types.includes(type)).length,
  });
  const { steps, links } = limit.remedy;
  // The page of the APIs comes first, because the page of the quota offers no increase.
  return { ...limit, remedy: { steps, links: links.toReversed() } };
}
