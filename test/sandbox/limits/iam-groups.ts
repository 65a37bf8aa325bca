import { simulateLimit } from '../simulated-limits.ts';

/** The example limit of README.md, which `npm run check:readme` adds to the catalogue. */
simulateLimit({
  id: 'iam-groups',
  accountWith: (used, quota) => ({
    counts: { 'iam/Groups': used },
    quotas: { 'iam/L-F4A5425F': quota },
  }),
  // Basis: IAM User Guide, "IAM and AWS STS quotas".
  quotas: {
    'iam/L-F4A5425F': {
      ServiceName: 'AWS Identity and Access Management (IAM)',
      QuotaName: 'Groups per account',
      defaultValue: 300,
      Unit: 'None',
      Adjustable: true,
      isGlobal: true,
    },
  },
});
