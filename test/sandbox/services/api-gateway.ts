import * as sdk from '@aws-sdk/client-api-gateway';
import type {
  DomainName,
  DomainNames,
  GetDomainNamesRequest,
  GetRestApisRequest,
  RestApi,
  RestApis,
} from '@aws-sdk/client-api-gateway';
import type { Behaviour } from '../world/behaviour.ts';
import type { Need, RequestContext, ServiceDefinition } from '../service.ts';
import { operation } from '../service.ts';
import { ServiceFailure } from '../wire/failure.ts';
import { jsonSpellings } from '../wire/spellings.ts';
import { takeTokenPage } from './token-page.ts';

/** Sizes of pages. Basis: API Gateway API reference, GetRestApis and GetDomainNames. */
const BY_DEFAULT = 25;
const MOST_A_PAGE = 500;

/** The lists of Amazon API Gateway. Basis of the rate: "Amazon API Gateway quotas", total operations. */
export const apiGateway: ServiceDefinition = {
  signingName: 'apigateway',
  sdk,
  protocol: 'restJson1',
  spellings: {
    ...jsonSpellings(403),
    throttled: { code: 'TooManyRequestsException', status: 429, message: 'Too Many Requests' },
  },
  rate: { name: 'apigateway', perSecond: 10, burst: 40 },
  operations: {
    GetRestApis: operation<GetRestApisRequest, RestApis>({
      validate: checkLimit,
      needs: (_, context) => [readOf('/restapis', context)],
      handle(input, { account, organisation, region }) {
        const { restApis = [] } = account.region(region);
        const createdDate = new Date(organisation.startedAt);
        const apis = restApis.map((type, at): RestApi => ({
          id: numbered('api', at),
          name: numbered('shop', at),
          createdDate,
          endpointConfiguration: { types: [type] },
        }));
        return page(apis, ({ id = '' }) => id, input, organisation.world.behaviour);
      },
    }),

    /**
     * Lists private domain names of other accounts unless the request excludes them; AWS does not document the
     * default.
     */
    GetDomainNames: operation<GetDomainNamesRequest, DomainNames>({
      validate: checkLimit,
      needs: (_, context) => [readOf('/domainnames', context)],
      handle(input, { account, organisation, region }) {
        const { domainNames = [] } = account.region(region);
        const { resourceOwner: owner } = input;
        const names = domainNames
          .filter(
            ({ isOfAnother = false }) => owner === undefined || isOfAnother !== (owner === 'SELF'),
          )
          .map(({ type }, at): DomainName => ({
            domainName: `${numbered('site', at)}.example.com`,
            domainNameStatus: 'AVAILABLE',
            endpointConfiguration: { types: [type] },
          }));
        return page(
          names,
          ({ domainName = '' }) => domainName,
          input,
          organisation.world.behaviour,
        );
      },
    }),
  },
};

function numbered(name: string, at: number): string {
  return `${name}-${String(at).padStart(5, '0')}`;
}

function checkLimit({ limit }: { readonly limit?: number | undefined }): void {
  if (limit !== undefined && (limit < 1 || limit > MOST_A_PAGE)) {
    throw new ServiceFailure('BadRequestException', 'Invalid limit parameter', 400);
  }
}

/**
 * Returns the permission for reading a path: the HTTP method is the action, the path is the resource. Basis:
 * Service Authorization Reference, "Amazon API Gateway Management".
 */
function readOf(path: string, { organisation, region }: RequestContext): Need {
  return {
    action: 'apigateway:GET',
    resource: `arn:${organisation.partition}:apigateway:${region}::${path}`,
  };
}

function page<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  input: { readonly limit?: number | undefined; readonly position?: string | undefined },
  { emptyApiGatewayList = 'nothing' }: Behaviour = {},
): { items?: Item[]; position?: string } {
  const { limit = BY_DEFAULT, position, ...query } = input;
  const { items: found, next } = takeTokenPage(items, keyOf, {
    token: position,
    size: limit,
    query,
    invalid: () => new ServiceFailure('BadRequestException', 'Invalid position parameter', 400),
  });
  return {
    ...(found.length === 0 && emptyApiGatewayList === 'nothing' ? {} : { items: [...found] }),
    ...(next !== undefined && { position: next }),
  };
}
