import { iamInstanceProfiles } from '../iam/iam-instance-profiles.ts';
import { iamPolicies } from '../iam/iam-policies.ts';
import { iamRoles } from '../iam/iam-roles.ts';
import type { MetricLimit } from '../limit.ts';
import { metricLimit } from '../usage/metric-limit.ts';

/*
 * Limits of an account as a whole in the set `deployments`. IAM reports its usage in the Region that
 * answers for the partition.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 *
 * Three of them are in the set `iam` too, where one answer has usage and quota without a delay. Where
 * both sets are chosen for an account, that answer counts and the metric is not asked for.
 */

const OF_IAM = { set: 'deployments', scope: 'account' } as const;

export const iamRolesMetric: MetricLimit = metricLimit({
  ...OF_IAM,
  id: 'deployments-iam-roles',
  title: 'IAM roles, by metric',
  noun: 'roles',
  quota: { ServiceCode: 'iam', QuotaCode: 'L-FE177D64' },
  yieldsTo: iamRoles.definition.id,
  advice: 'Delete roles that nobody assumes: the console shows when each was last used.',
  page: { label: 'IAM roles', page: 'iam/home', fragment: '#/roles' },
  // LimitExceeded: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
  whenFull: 'No role can be created, so deployments of functions with roles of their own fail.',
});

export const iamPoliciesMetric: MetricLimit = metricLimit({
  ...OF_IAM,
  id: 'deployments-iam-policies',
  title: 'IAM customer managed policies, by metric',
  noun: 'policies',
  quota: { ServiceCode: 'iam', QuotaCode: 'L-E95E4862' },
  yieldsTo: iamPolicies.definition.id,
  advice: 'Delete policies that are attached to nothing.',
  page: { label: 'IAM policies', page: 'iam/home', fragment: '#/policies' },
  // LimitExceeded: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html
  whenFull: 'No customer managed policy can be created, so deployments that create one fail.',
});

export const iamInstanceProfilesMetric: MetricLimit = metricLimit({
  ...OF_IAM,
  id: 'deployments-iam-instance-profiles',
  title: 'IAM instance profiles, by metric',
  noun: 'instance profiles',
  quota: { ServiceCode: 'iam', QuotaCode: 'L-6E65F664' },
  yieldsTo: iamInstanceProfiles.definition.id,
  advice:
    'Delete instance profiles that no instance has: aws iam list-instance-profiles lists them. One that the console made goes with its role.',
  page: { label: 'IAM roles', page: 'iam/home', fragment: '#/roles' },
  // LimitExceeded: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateInstanceProfile.html
  whenFull: 'No instance profile can be created, so deployments that create one fail.',
});

export const iamOidcProviders: MetricLimit = metricLimit({
  ...OF_IAM,
  id: 'iam-oidc-providers',
  title: 'IAM OpenID Connect providers',
  noun: 'providers',
  quota: { ServiceCode: 'iam', QuotaCode: 'L-858F3967' },
  advice: 'Delete providers of clusters and repositories that no longer exist.',
  page: { label: 'IAM identity providers', page: 'iam/home', fragment: '#/identity_providers' },
  // LimitExceeded: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html
  whenFull:
    'No OpenID Connect provider can be created, so new clusters and pipelines cannot sign in.',
});
