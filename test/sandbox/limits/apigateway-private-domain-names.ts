import { simulateLimit } from '../simulated-limits.ts';

/** Domain names that do not count: more than one page of another type, and one of another account. */
const NOT_COUNTED = [
  { type: 'PRIVATE', isOfAnother: true } as const,
  ...Array.from({ length: 501 }, () => ({ type: 'EDGE' }) as const),
];

simulateLimit({
  id: 'apigateway-private-domain-names',
  listing: 'apigateway:GetDomainNames',
  malformed: '{"item":[{}]}',
  accountWith: (used, quota) => ({
    quotas: { 'apigateway/L-24E7E662': quota },
    regions: {
      'eu-west-1': {
        domainNames: [
          ...NOT_COUNTED,
          ...Array.from({ length: used }, () => ({ type: 'PRIVATE' }) as const),
        ],
      },
    },
  }),
  // Basis: API Gateway Developer Guide, "Quotas for configuring and running a REST API".
  quotas: {
    'apigateway/L-24E7E662': {
      ServiceName: 'Amazon API Gateway',
      QuotaName: 'Private custom domain names',
      defaultValue: 50,
      Unit: 'None',
      Adjustable: true,
      isGlobal: false,
    },
  },
});
