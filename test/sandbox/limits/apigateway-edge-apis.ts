import { simulateLimit } from '../simulated-limits.ts';

/** APIs of another type, which do not count: more than one page. */
const NOT_COUNTED = Array.from({ length: 501 }, () => 'PRIVATE' as const);

simulateLimit({
  id: 'apigateway-edge-apis',
  listing: 'apigateway:GetRestApis',
  malformed: '{"item":[{}]}',
  accountWith: (used, quota) => ({
    quotas: { 'apigateway/L-B97207D0': quota },
    regions: {
      'eu-west-1': {
        restApis: [...NOT_COUNTED, ...Array.from({ length: used }, () => 'EDGE' as const)],
      },
    },
  }),
  // Basis: General Reference, "Amazon API Gateway endpoints and quotas"; "Quotas for configuring and running a REST API".
  quotas: {
    'apigateway/L-B97207D0': {
      ServiceName: 'Amazon API Gateway',
      QuotaName: 'Edge-optimized APIs',
      defaultValue: 120,
      Unit: 'None',
      Adjustable: false,
      isGlobal: false,
    },
  },
});
