import { simulateLimit } from '../simulated-limits.ts';

simulateLimit({
  id: 'iam-roles',
  accountWith: (used, quota) => ({
    counts: { 'iam/Roles': used },
    quotas: { 'iam/L-FE177D64': quota },
  }),
  // Basis: IAM User Guide, "IAM and AWS STS quotas".
  quotas: {
    'iam/L-FE177D64': {
      ServiceName: 'AWS Identity and Access Management (IAM)',
      QuotaName: 'Roles per account',
      defaultValue: 1_000,
      Unit: 'None',
      Adjustable: true,
      isGlobal: true,
    },
  },
});
