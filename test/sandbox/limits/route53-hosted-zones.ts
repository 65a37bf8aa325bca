import * as sdk from '@aws-sdk/client-route-53';
import type { GetAccountLimitRequest, GetAccountLimitResponse } from '@aws-sdk/client-route-53';
import { operation } from '../service.ts';
import type { ServiceDefinition } from '../service.ts';
import { simulateLimit } from '../simulated-limits.ts';
import { querySpellings } from '../wire/spellings.ts';

const QUOTA = 'route53/L-4EA4796A';
const BY_DEFAULT = 500;

/**
 * Amazon Route 53, with one global endpoint. Basis of the rate: Route 53, "Quotas": five requests a second for each
 * account.
 */
const route53: ServiceDefinition = {
  signingName: 'route53',
  sdk,
  protocol: 'restXml',
  xmlNamespace: 'https://route53.amazonaws.com/doc/2013-04-01/',
  isErrorWrapped: true,
  spellings: querySpellings,
  rate: { name: 'route53', perSecond: 5, burst: 5 },
  operations: {
    /** Usage and quota in one answer; IAM checks `*`. Basis: Route 53 API reference, GetAccountLimit. */
    GetAccountLimit: operation<GetAccountLimitRequest, GetAccountLimitResponse>({
      needs: () => [{ action: 'route53:GetAccountLimit', resource: '*' }],
      handle: ({ Type }, { account: { world } }) => ({
        Limit: { Type, Value: world.quotas?.[QUOTA] ?? BY_DEFAULT },
        Count: world.counts?.['route53/hosted-zones'] ?? 0,
      }),
    }),
  },
};

simulateLimit({
  id: 'route53-hosted-zones',
  accountWith: (used, quota) => ({
    counts: { 'route53/hosted-zones': used },
    quotas: { [QUOTA]: quota },
  }),
  services: [route53],
  // Basis: Route 53 Developer Guide, "Quotas"; Service Quotas shows them in us-east-1 only.
  quotas: {
    [QUOTA]: {
      ServiceName: 'Amazon Route 53',
      QuotaName: 'Hosted zones',
      defaultValue: BY_DEFAULT,
      Unit: 'None',
      Adjustable: true,
      isGlobal: true,
    },
  },
});
