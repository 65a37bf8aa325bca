import { simulateLimit } from '../simulated-limits.ts';

simulateLimit({
  id: 'logs-resource-policies',
  accountWith: (used, quota) => ({
    quotas: { 'logs/L-89892494': quota },
    regions: {
      'eu-west-1': {
        logPolicies: Array.from({ length: used }, (_, at) => ({ name: `policy-${at}` })),
      },
    },
  }),
  // Basis: CloudWatch Logs User Guide, "CloudWatch Logs quotas": 10 in each Region, not adjustable.
  quotas: {
    'logs/L-89892494': {
      ServiceName: 'Amazon CloudWatch Logs',
      QuotaName: 'Resource policies',
      defaultValue: 10,
      Unit: 'None',
      Adjustable: false,
      isGlobal: false,
    },
  },
});
