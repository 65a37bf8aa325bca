import { simulateLimit } from '../simulated-limits.ts';

simulateLimit({
  id: 'iam-instance-profiles',
  accountWith: (used, quota) => ({
    counts: { 'iam/InstanceProfiles': used },
    quotas: { 'iam/L-6E65F664': quota },
  }),
  // Basis: IAM User Guide, "IAM and AWS STS quotas".
  quotas: {
    'iam/L-6E65F664': {
      ServiceName: 'AWS Identity and Access Management (IAM)',
      QuotaName: 'Instance profiles per account',
      defaultValue: 1_000,
      Unit: 'None',
      Adjustable: true,
      isGlobal: true,
    },
  },
});
