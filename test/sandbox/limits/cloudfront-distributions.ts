import { simulateLimit } from '../simulated-limits.ts';

simulateLimit({
  id: 'cloudfront-distributions',
  accountWith: (used, quota) => ({
    quotas: { 'cloudfront/L-24B04930': quota },
    distributions: Array.from({ length: used }, (_, at) => ({
      id: `E${1_000 + at}`,
      isEnabled: at % 3 > 0,
      isStaging: at % 5 === 1,
    })),
  }),
  // Basis: CloudFront Developer Guide, "Quotas"; all quotas of CloudFront are in us-east-1.
  quotas: {
    'cloudfront/L-24B04930': {
      ServiceName: 'Amazon CloudFront',
      QuotaName: 'Distributions per AWS account',
      defaultValue: 500,
      Unit: 'None',
      Adjustable: true,
      isGlobal: true,
    },
  },
});
