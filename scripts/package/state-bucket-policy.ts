import type { BucketSettings } from '../../src/documents/bucket-policy.ts';
import { bucketArn, bucketStatements } from '../../src/documents/bucket-policy.ts';
import { partitionOf } from '../../src/model/regions.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';

/**
 * Returns the policy of the state bucket, for a stack that creates the bucket. It allows only TLS requests,
 * and only the role of the owning function to write below each prefix. It is kept with the bucket when the
 * stack is deleted.
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
