import { simulateLimit } from '../simulated-limits.ts';

/** Domain names that do not count: more than one page of another type, and one of another account. */
const NOT_COUNTED = [
  { type: 'PRIVATE', isOfAnother: true } as const,
  ...Array.from({ length: 501 }, () => ({ type: 'PRIVATE' }) as const),
];

simulateLimit({
  id: 'apigateway-domain-names',
  listing: 'apigateway:GetDomainNames',
  malformed: '{"item":[{}]}',
  accountWith: (used, quota) => ({
    quotas: { 'apigateway/L-A93447B8': quota },
    regions: {
      'eu-west-1': {
        domainNames: [
          ...NOT_COUNTED,
          ...Array.from({ length: used }, () => ({ type: 'REGIONAL' }) as const),
        ],
      },
    },
  }),
  // Basis: API Gateway Developer Guide, "Quotas for configuring and running a REST API".
  quotas: {
    'apigateway/L-A93447B8': {
      ServiceName: 'Amazon API Gateway',
      QuotaName: 'Custom Domain Names',
      defaultValue: 120,
      Unit: 'None',
      Adjustable: true,
      isGlobal: false,
    },
  },
});
