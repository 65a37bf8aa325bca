import { describe, expect, it } from 'vitest';

import { actionsToTry } from '../../src/doctor/watch-probes.ts';
import { catalogue } from '../../src/limits/catalogue.ts';
import type { Limit } from '../../src/limits/limit.ts';
import { s3Buckets } from '../../src/limits/s3-buckets.ts';
import { increaseAction, quotaValueActions } from '../../src/limits/service-quota.ts';

const SECURITY_GROUPS = { ServiceCode: 'vpc', QuotaCode: 'L-E79EC296' };
const another: Limit = {
  ...s3Buckets,
  actions: [
    ...quotaValueActions(SECURITY_GROUPS, 'quota'),
    increaseAction(SECURITY_GROUPS, 'quota'),
  ],
};
const subjectsOf = (limits: readonly Limit[], all = limits): readonly string[] =>
  actionsToTry(limits, all, true).map(({ subject }) => subject);

describe('what the doctor tests for limits', () => {
  it('is each action once, by its name, however many limits need it', () => {
    const subjects = subjectsOf(catalogue);
    expect(subjects).toEqual([...new Set(subjects)].toSorted());
    expect(subjects).toContain('servicequotas:GetServiceQuota');
  });

  it('is an action on each quota for which limits need it, with the quota in its name', () => {
    const subjects = subjectsOf([s3Buckets, another]);
    expect(subjects).toEqual([
      's3:ListAllMyBuckets',
      'servicequotas:GetAWSDefaultServiceQuota',
      'servicequotas:GetServiceQuota (s3/L-DC2B2D3D)',
      'servicequotas:GetServiceQuota (vpc/L-E79EC296)',
      'servicequotas:ListRequestedServiceQuotaChangeHistoryByQuota (s3/L-DC2B2D3D)',
      'servicequotas:ListRequestedServiceQuotaChangeHistoryByQuota (vpc/L-E79EC296)',
    ]);
    expect(subjectsOf([another], [s3Buckets, another])).toEqual(
      subjects.filter((one) => !one.includes('s3')),
    );
  });

  it('leaves out actions for storage modes when these are not read', () => {
    const subjects = actionsToTry(catalogue, catalogue, false).map(({ subject }) => subject);
    expect(subjects).not.toContain('lambda:GetFunction');
  });
});
