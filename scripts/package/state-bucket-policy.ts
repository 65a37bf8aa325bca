import type { BucketSettings } from '../../src/documents/bucket-policy.ts';
import { bucketArn, bucketStatements } from '../../src/documents/bucket-policy.ts';
import { partitionOf } from '../../src/model/regions.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';

/**
 * The policy of the state bucket, where the stack makes the bucket: requests over TLS alone, and each
 * prefix written by the role of its function alone. It outlives the stack with the bucket.
 */
export function stateBucketPolicy(configuration: BucketSettings): Members {
  const { state, tooling } = configuration;
  const bucket = bucketArn(partitionOf(tooling.region), state.bucket);
  return {
    StateBucketPolicy: {
      Type: 'AWS::S3::BucketPolicy',
      Condition: 'CreatesStateBucket',
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        Bucket: { Ref: 'StateBucketResource' },
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Sid: 'OnlyOverTls',
              Effect: 'Deny',
              Principal: '*',
              Action: 's3:*',
              Resource: [bucket, `${bucket}/*`],
              Condition: { Bool: { 'aws:SecureTransport': 'false' } },
            },
            ...bucketStatements(configuration),
          ],
        },
      },
    },
  };
}
