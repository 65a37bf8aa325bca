import { ACCOUNT_SUMMARY, measureSummary } from './account-summary.ts';
import type { AccountLimit } from '../limit.ts';
import { withIncrease } from '../quota-increase.ts';
import { increaseAction } from '../service-quota.ts';
import { quotaCount } from '../quota-count.ts';

/** Quota "Roles per account". https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const ROLES = { ServiceCode: 'iam', QuotaCode: 'L-FE177D64' };

/** Roles of an account. */
export const iamRoles: AccountLimit = {
  scope: 'account',
  definition: quotaCount({
    id: 'iam-roles',
    title: 'IAM roles',
    noun: 'roles',
    scope: 'account',
    set: 'iam',
  }),
  quota: ROLES,
  actions: [ACCOUNT_SUMMARY, increaseAction(ROLES, 'role quota')],
  remedy: {
    steps: [
      {
        kind: 'advice',
        text: 'Delete roles that nobody assumes: the console shows when each was last used.',
      },
      { kind: 'increase' },
    ],
    links: [
      { kind: 'quota' },
      { kind: 'console', label: 'IAM roles', page: 'iam/home', fragment: '#/roles' },
    ],
  },
  // LimitExceeded: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
  whenFull: 'No role can be created, so deployments of functions with roles of their own fail.',
  measure: async ({ aws }, rule) =>
    withIncrease(aws, await measureSummary(aws, 'Roles'), ROLES, rule),
};
