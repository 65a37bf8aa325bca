import type { ListObjectsV2CommandOutput, S3Client } from '@aws-sdk/client-s3';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';

import { withOperation } from '../../../aws/failures.ts';
import { pages } from '../../../aws/pages.ts';
import type { ListPlans } from '../../ports.ts';
import { journalPrefix, planIdIn, PLANS } from '../documents.ts';
import type { PruneBucket } from '../store.ts';

const LIST_BUCKET = 's3:ListBucket';

/**
 * Lists what pruning has stored. It rejects when nobody can tell what is there, such as when access is denied.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
 */
export function planLister(s3: S3Client, { bucket, prefix }: PruneBucket): ListPlans {
  const list = (name: string, most?: number, token?: string) =>
    s3.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: `${prefix}/${name}`,
        ...(most !== undefined && { MaxKeys: most }),
        ...(token !== undefined && { ContinuationToken: token }),
      }),
    );
  return {
    planIds: () =>
      withOperation(LIST_BUCKET, async () => {
        const found: string[] = [];
        const all = pages<ListObjectsV2CommandOutput>(
          (token) => list(PLANS, undefined, token),
          ({ NextContinuationToken }) => NextContinuationToken,
        );
        for await (const { Contents = [] } of all) {
          for (const { Key = '' } of Contents) {
            const id = planIdIn(Key.slice(prefix.length + 1));
            if (id !== undefined) found.push(id);
          }
        }
        // An id begins with the moment of its plan.
        return found.toSorted().toReversed();
      }),
    hasBegun: (planId) =>
      withOperation(LIST_BUCKET, async () => {
        const { Contents = [] } = await list(journalPrefix(planId), 1);
        return Contents.length > 0;
      }),
  };
}
