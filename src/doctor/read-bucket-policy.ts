import type { S3Client } from '@aws-sdk/client-s3';
import { GetBucketPolicyCommand } from '@aws-sdk/client-s3';

import { catchFailure, withOperation } from '../aws/failures.ts';
import { required } from '../aws/pages.ts';
import type { BucketPolicyFound } from './bucket-policy.ts';

export const GET_BUCKET_POLICY = 's3:GetBucketPolicy';
/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
const NO_POLICY = 'NoSuchBucketPolicy';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html */
export async function readBucketPolicy(s3: S3Client, bucket: string): Promise<BucketPolicyFound> {
  return catchFailure<BucketPolicyFound>(
    () =>
      withOperation(GET_BUCKET_POLICY, async () => {
        const { Policy } = await s3.send(new GetBucketPolicyCommand({ Bucket: bucket }));
        return { kind: 'found', text: required(Policy, 'Policy') };
      }),
    (failure) => (failure.errorName === NO_POLICY ? { kind: 'none' } : { kind: 'failed', failure }),
  );
}
