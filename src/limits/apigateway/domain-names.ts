import { withOperation } from '../../aws/failures.ts';
import type { QuotaCode } from '../../aws/operations.ts';
import type { LimitAction, RegionLimit } from '../limit.ts';
import { pagesOf } from '../pages-of.ts';
import { quotaActions } from '../service-quota.ts';
import { sharedAnswer } from '../shared-answer.ts';
import { allItems, endpointTypes, ITEMS_A_PAGE } from './api-gateway-pages.ts';
import { measureCount, quotaCount } from '../quota-count.ts';

const GET = 'apigateway:GET';

/** Those of other accounts that the account may use are listed apart and count there. */
const OWN = { resourceOwner: 'SELF' } as const;

const DOMAIN_NAMES: LimitAction = {
  action: GET,
  on: '/domainnames',
  reason:
    'The number of custom domain names, public and private. The answer holds the names, which are dropped.',
  probe: { ask: ({ aws }) => aws['apigateway:GetDomainNames']({ ...OWN, limit: 1 }) },
  callsPerRun: ({ domainNames = 20 }) => pagesOf(domainNames, ITEMS_A_PAGE),
};

/**
 * Of each custom domain name of the account in the Region, whether it is private. Those of HTTP and
 * WebSocket APIs are among them.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_GetDomainNames.html
 */
const domainNames = sharedAnswer((aws) =>
  withOperation(GET, async () => {
    const names = await allItems((page) => aws['apigateway:GetDomainNames']({ ...OWN, ...page }));
    return names.map(({ endpointConfiguration }) => ({
      isPrivate: endpointTypes(endpointConfiguration).includes('PRIVATE'),
    }));
  }),
);

/** What distinguishes the limits of domain names. */
export interface DomainNameKind {
  readonly id: string;
  readonly title: string;
  readonly noun: string;
  readonly isPrivate: boolean;
  readonly quota: QuotaCode;
  /** For the review of the permission; goes on after "The". */
  readonly quotaName: string;
  readonly whenFull: string;
}

/**
 * Custom domain names, public or private: each kind has a quota.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
 */
export function domainNameLimit(kind: DomainNameKind): RegionLimit {
  const { id, title, noun, isPrivate, quota, quotaName, whenFull } = kind;
  return {
    scope: 'region',
    definition: quotaCount({ id, title, noun, scope: 'region', set: 'apigateway' }),
    quota,
    actions: [DOMAIN_NAMES, ...quotaActions(quota, quotaName)],
    remedy: {
      steps: [
        {
          kind: 'advice',
          text: 'Delete domain names without an API mapping, and those of environments that no longer exist; API Gateway deletes one in 30 seconds at most.',
        },
        {
          kind: 'advice',
          text: 'Map several APIs to one domain name, each under a base path of its own.',
        },
        { kind: 'increase' },
      ],
      links: [
        { kind: 'quota' },
        {
          kind: 'console',
          label: 'API Gateway domain names',
          page: 'apigateway/main/publish/domain-names',
        },
      ],
    },
    whenFull,

    async measure({ aws }, rule) {
      const counted = (await domainNames(aws)).filter((one) => one.isPrivate === isPrivate);
      return measureCount(aws, counted.length, quota, rule);
    },
  };
}
