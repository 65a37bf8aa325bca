import { summaryLimit } from './account-summary.ts';

/** Quota "Instance profiles": https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const iamInstanceProfiles = summaryLimit('InstanceProfiles', {
  id: 'iam-instance-profiles',
  title: 'IAM instance profiles',
  noun: 'instance profiles',
  quota: { ServiceCode: 'iam', QuotaCode: 'L-6E65F664' },
  quotaName: 'instance profile quota',
  advice: [
    'List them with aws iam list-instance-profiles; remove the roles of those that no instance and no launch template uses, and delete them with aws iam delete-instance-profile.',
  ],
  page: { label: 'IAM roles', page: 'iam/home', fragment: '#/roles' },
  // LimitExceeded: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateInstanceProfile.html
  whenFull:
    'No instance profile can be created, so deployments of instances with roles of their own fail.',
});
