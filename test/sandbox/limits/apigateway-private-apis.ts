import { simulateLimit } from '../simulated-limits.ts';

/** APIs of another type, which do not count: more than one page. */
const NOT_COUNTED = Array.from({ length: 501 }, () => 'REGIONAL' as const);

simulateLimit({
  id: 'apigateway-private-apis',
  listing: 'apigateway:GetRestApis',
  malformed: '{"item":[{}]}',
  accountWith: (used, quota) => ({
    quotas: { 'apigateway/L-A966AB5C': quota },
    regions: {
      'eu-west-1': {
        restApis: [...NOT_COUNTED, ...Array.from({ length: used }, () => 'PRIVATE' as const)],
      },
    },
  }),
  // Basis: General Reference, "Amazon API Gateway endpoints and quotas"; "Quotas for configuring and running a REST API".
  quotas: {
    'apigateway/L-A966AB5C': {
      ServiceName: 'Amazon API Gateway',
      QuotaName: 'Private APIs',
      defaultValue: 600,
      Unit: 'None',
      Adjustable: false,
      isGlobal: false,
    },
  },
});
