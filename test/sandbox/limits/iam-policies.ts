import { simulateLimit } from '../simulated-limits.ts';

simulateLimit({
  id: 'iam-policies',
  accountWith: (used, quota) => ({
    counts: { 'iam/Policies': used },
    quotas: { 'iam/L-E95E4862': quota },
  }),
  // Basis: IAM User Guide, "IAM and AWS STS quotas".
  quotas: {
    'iam/L-E95E4862': {
      ServiceName: 'AWS Identity and Access Management (IAM)',
      QuotaName: 'Customer managed policies per account',
      defaultValue: 1_500,
      Unit: 'None',
      Adjustable: true,
      isGlobal: true,
    },
  },
});
