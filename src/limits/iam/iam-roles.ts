import { summaryLimit } from './account-summary.ts';

/** Quota "Roles": https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const iamRoles = summaryLimit('Roles', {
  id: 'iam-roles',
  title: 'IAM roles',
  noun: 'roles',
  quota: { ServiceCode: 'iam', QuotaCode: 'L-FE177D64' },
  quotaName: 'role quota',
  advice: ['Delete roles that are not assumed: the console shows when each was last used.'],
  page: { label: 'IAM roles', page: 'iam/home', fragment: '#/roles' },
  // LimitExceeded: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
  whenFull: 'No role can be created, so deployments of functions with roles of their own fail.',
});
