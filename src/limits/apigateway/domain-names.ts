import type { DirectLimit, LimitAction } from '../limit.ts';
import { pagesOf } from '../../aws/pages.ts';
import type { QuotaLimitSpec } from '../quota-limit.ts';
import { countedLimit } from '../quota-limit.ts';
import { sharedAnswer } from '../../aws/once.ts';
import { endpointTypes, GET, ITEMS_A_PAGE } from './api-gateway-pages.ts';

/** Lists the account's own domain names. Shared domain names count in the account that owns them. */
const OWN = { resourceOwner: 'SELF' } as const;

const DOMAIN_NAMES: LimitAction = {
  action: GET,
  on: '/domainnames',
  reason:
    'The number of custom domain names, public and private. The answer holds the names, which are dropped.',
  probe: { ask: ({ aws }) => aws['apigateway:GetDomainNames']({ ...OWN, limit: 1 }) },
  callsPerRun: ({ domainNames = 20 }) => pagesOf(domainNames, ITEMS_A_PAGE),
};

/** The endpoint types of each domain name: https://docs.aws.amazon.com/apigateway/latest/api/API_GetDomainNames.html */
const domainNameTypes = sharedAnswer((aws) =>
  endpointTypes((page) => aws['apigateway:GetDomainNames']({ ...OWN, ...page })),
);

/**
 * A limit whose usage is the number of public, or of private, domain names. Each kind has a quota.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
 */
export function domainNameLimit(
  kind: 'public' | 'private',
  spec: Omit<QuotaLimitSpec, 'scope' | 'set' | 'reads' | 'advice' | 'page'>,
): DirectLimit {
  return countedLimit({
    ...spec,
    scope: 'region',
    set: 'apigateway',
    reads: [DOMAIN_NAMES],
    advice: [
      'Delete domain names without an API mapping, and those of environments that no longer exist; API Gateway deletes one in 30 seconds at most.',
      'Map several APIs to one domain name, each under a base path of its own.',
    ],
    page: { label: 'API Gateway domain names', page: 'apigateway/main/publish/domain-names' },
    count: async ({ aws }) =>
      (await domainNameTypes(aws)).filter(
        (types) => types.includes('PRIVATE') === (kind === 'private'),
      ).length,
  });
}
