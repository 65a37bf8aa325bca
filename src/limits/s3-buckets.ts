import { S3Client } from '@aws-sdk/client-s3';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';

import { reached } from './evaluate.ts';
import { limitId } from '../model/limit.ts';
import { countBuckets, LIST_ALL_MY_BUCKETS } from './list-buckets.ts';
import { LIST_QUOTA_REQUESTS, readIncrease } from './quota-increase.ts';
import { GET_DEFAULT_QUOTA, GET_SERVICE_QUOTA, readQuota } from './service-quota.ts';
import type { AccountLimit } from './limit.ts';

/**
 * Quota "General purpose buckets": per account, adjustable, readable only in the Region that answers
 * for the partition.
 * https://docs.aws.amazon.com/general/latest/gr/s3.html
 */
export const GENERAL_PURPOSE_BUCKETS = { ServiceCode: 's3', QuotaCode: 'L-DC2B2D3D' };

/** S3 buckets of an account, against the quota that is applied to it. */
export const s3Buckets: AccountLimit = {
  scope: 'account',
  definition: {
    id: limitId('s3-buckets'),
    title: 'S3 buckets',
    unit: 'count',
    noun: 'buckets',
    scope: 'account',
    source: { kind: 'quota', increase: 'possible' },
    defaults: {
      warn: { kind: 'percent', percent: 80 },
      critical: { kind: 'percent', percent: 90 },
    },
  },
  actions: [LIST_ALL_MY_BUCKETS, GET_SERVICE_QUOTA, GET_DEFAULT_QUOTA, LIST_QUOTA_REQUESTS],

  async measure({ client }, rule) {
    const used = { unit: 'count', amount: await countBuckets(client(S3Client)) } as const;
    const quotas = client(ServiceQuotasClient);
    const limit = await readQuota(quotas, GENERAL_PURPOSE_BUCKETS, 'count');
    const measured = { kind: 'measured', used, limit } as const;
    // Nobody needs to know while all is well, and then it costs no request.
    if (!limit.known || !reached(used, limit.value, rule.warn)) return measured;
    return { ...measured, increase: await readIncrease(quotas, GENERAL_PURPOSE_BUCKETS, 'count') };
  },
};
