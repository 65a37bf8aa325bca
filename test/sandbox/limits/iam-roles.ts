import type { GetAccountSummaryResponse } from '@aws-sdk/client-iam';
import { operation } from '../service.ts';
import { simulateLimit } from '../simulated-limits.ts';

/** The example of README.md, which `npm run check:readme` adds to the catalogue. */
simulateLimit({
  id: 'iam-roles',
  holding: (used, quota) => ({
    counts: { 'iam/roles': used },
    quotas: { 'iam/L-FE177D64': quota },
  }),
  operations: {
    // Usage and quota in one answer; IAM asks on `*`. Basis: API reference, GetAccountSummary; the
    // default of 1,000: IAM User Guide, "IAM and AWS STS quotas".
    'iam:GetAccountSummary': operation<object, GetAccountSummaryResponse>({
      needs: () => [{ action: 'iam:GetAccountSummary', resource: '*' }],
      handle: (_, { account }) => ({
        SummaryMap: {
          Roles: account.world.counts?.['iam/roles'] ?? account.roles.size,
          RolesQuota: account.world.quotas?.['iam/L-FE177D64'] ?? 1_000,
        },
      }),
    }),
  },
});
