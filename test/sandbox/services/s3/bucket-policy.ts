import type { GetBucketPolicyOutput, GetBucketPolicyRequest } from '@aws-sdk/client-s3';
import { operation } from '../../service.ts';
import { ServiceFailure } from '../../wire/failure.ts';
import { bucketNeed, bucketOf } from './bucket-access.ts';

/**
 * Returns a bucket's policy as its text. Basis: S3 API reference, GetBucketPolicy; "Error responses",
 * NoSuchBucketPolicy 404.
 */
export const getBucketPolicy = operation<GetBucketPolicyRequest, GetBucketPolicyOutput>({
  needs: ({ Bucket }, context) => [bucketNeed('s3:GetBucketPolicy', Bucket, context)],
  handle({ Bucket }, context) {
    const { policy } = bucketOf(Bucket, context).world;
    if (policy === undefined) {
      throw new ServiceFailure('NoSuchBucketPolicy', 'The bucket policy does not exist', 404, {
        BucketName: Bucket,
      });
    }
    return { Policy: JSON.stringify(policy) };
  },
});
