import { ACCOUNT_SUMMARY, measureSummary } from './account-summary.ts';
import type { AccountLimit } from '../limit.ts';
import { withIncrease } from '../quota-increase.ts';
import { increaseAction } from '../service-quota.ts';
import { quotaCount } from '../quota-count.ts';

/** Quota "Instance profiles per account". https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const INSTANCE_PROFILES = { ServiceCode: 'iam', QuotaCode: 'L-6E65F664' };

/** Instance profiles of an account. */
export const iamInstanceProfiles: AccountLimit = {
  scope: 'account',
  definition: quotaCount({
    id: 'iam-instance-profiles',
    title: 'IAM instance profiles',
    noun: 'instance profiles',
    scope: 'account',
    set: 'iam',
  }),
  quota: INSTANCE_PROFILES,
  actions: [ACCOUNT_SUMMARY, increaseAction(INSTANCE_PROFILES, 'instance profile quota')],
  remedy: {
    steps: [
      {
        kind: 'advice',
        text: 'List them with aws iam list-instance-profiles; remove the roles of those that no instance and no launch template uses, and delete them with aws iam delete-instance-profile.',
      },
      { kind: 'increase' },
    ],
    links: [
      { kind: 'quota' },
      { kind: 'console', label: 'IAM roles', page: 'iam/home', fragment: '#/roles' },
    ],
  },
  // LimitExceeded: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateInstanceProfile.html
  whenFull:
    'No instance profile can be created, so deployments of instances with roles of their own fail.',
  measure: async ({ aws }, rule) =>
    withIncrease(aws, await measureSummary(aws, 'InstanceProfiles'), INSTANCE_PROFILES, rule),
};
