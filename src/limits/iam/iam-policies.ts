import { summaryLimit } from './account-summary.ts';

/** Quota "Customer managed policies": https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const iamPolicies = summaryLimit('Policies', {
  id: 'iam-policies',
  title: 'IAM customer managed policies',
  noun: 'policies',
  quota: { ServiceCode: 'iam', QuotaCode: 'L-E95E4862' },
  quotaName: 'policy quota',
  advice: [
    'Delete customer managed policies that are attached to nothing (in the console, used as None), or write them into their roles.',
  ],
  page: { label: 'IAM policies', page: 'iam/home', fragment: '#/policies' },
  // LimitExceeded: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html
  whenFull: 'No managed policy can be created, so deployments that create one fail.',
});
