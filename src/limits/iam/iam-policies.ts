import { ACCOUNT_SUMMARY, measureSummary } from './account-summary.ts';
import type { AccountLimit } from '../limit.ts';
import { withIncrease } from '../quota-increase.ts';
import { increaseAction } from '../service-quota.ts';
import { quotaCount } from '../quota-count.ts';

/** Quota "Customer managed policies per account". https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const POLICIES = { ServiceCode: 'iam', QuotaCode: 'L-E95E4862' };

/** Customer managed policies of an account. */
export const iamPolicies: AccountLimit = {
  scope: 'account',
  definition: quotaCount({
    id: 'iam-policies',
    title: 'IAM customer managed policies',
    noun: 'policies',
    scope: 'account',
    set: 'iam',
  }),
  quota: POLICIES,
  actions: [ACCOUNT_SUMMARY, increaseAction(POLICIES, 'policy quota')],
  remedy: {
    steps: [
      {
        kind: 'advice',
        text: 'Delete customer managed policies that are attached to nothing (in the console, used as None), or write them into their roles.',
      },
      { kind: 'increase' },
    ],
    links: [
      { kind: 'quota' },
      { kind: 'console', label: 'IAM policies', page: 'iam/home', fragment: '#/policies' },
    ],
  },
  // LimitExceeded: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html
  whenFull: 'No managed policy can be created, so deployments that create one fail.',
  measure: async ({ aws }, rule) =>
    withIncrease(aws, await measureSummary(aws, 'Policies'), POLICIES, rule),
};
