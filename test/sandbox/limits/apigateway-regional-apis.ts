import { simulateLimit } from '../simulated-limits.ts';

/** APIs of another type, which do not count: more than one page. */
const NOT_COUNTED = Array.from({ length: 501 }, () => 'EDGE' as const);

simulateLimit({
  id: 'apigateway-regional-apis',
  listing: 'apigateway:GetRestApis',
  malformed: '{"item":[{}]}',
  accountWith: (used, quota) => ({
    quotas: { 'apigateway/L-AA0FF27B': quota },
    regions: {
      'eu-west-1': {
        restApis: [...NOT_COUNTED, ...Array.from({ length: used }, () => 'REGIONAL' as const)],
      },
    },
  }),
  // Basis: General Reference, "Amazon API Gateway endpoints and quotas"; "Quotas for configuring and running a REST API".
  quotas: {
    'apigateway/L-AA0FF27B': {
      ServiceName: 'Amazon API Gateway',
      QuotaName: 'Regional APIs',
      defaultValue: 600,
      Unit: 'None',
      Adjustable: false,
      isGlobal: false,
    },
  },
});
