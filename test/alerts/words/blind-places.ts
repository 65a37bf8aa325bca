import { accountId, region } from '../../../src/model/aws-ids.ts';
import type { ReadFailure } from '../../../src/model/failure.ts';
import { limitId } from '../../../src/model/limit.ts';
import type { VisibilityNotice } from '../../../src/model/notice.ts';
import { noticeId, subjectKey } from '../../../src/model/notice.ts';
import type { Target } from '../../../src/model/target.ts';
import { targetKey } from '../../../src/model/target.ts';
import { blind } from '../outputs/sample-notices.ts';

export const CODE = limitId('lambda-code-storage');
const VERSIONS = limitId('lambda-old-versions');
export const BUCKETS = limitId('s3-buckets');

export const DENIED: ReadFailure = {
  reason: 'denied',
  operation: 'sts:AssumeRole',
  errorName: 'AccessDenied',
  message: 'not authorized to perform sts:AssumeRole',
  attempts: 1,
};

/** Returns a notice that the account `data-lab` could not be measured in a Region, or account-wide (`global`). */
export function blindIn(
  place: string,
  changes: Partial<VisibilityNotice> & { failure?: ReadFailure; index?: number } = {},
): VisibilityNotice {
  const { failure = DENIED, index = 0, ...rest } = changes;
  const id = accountId(String(666_666_666_666 + index));
  const account = { id, name: `data-lab${index === 0 ? '' : index}`, stage: 'nonprod' } as const;
  const target: Target =
    place === 'global'
      ? { scope: 'account', account }
      : { scope: 'region', account, region: region(place), origin: 'default' };
  const limits = place === 'global' ? [BUCKETS] : [CODE, VERSIONS];
  return blind({
    id: noticeId(subjectKey(`${targetKey(target)}/blind`), 1),
    target,
    unseen: rest.change === 'sighted' ? [] : limits.map((limit) => ({ limit, failure })),
    ...rest,
  });
}

/** Notices of all places of the account, in the order of a digest. */
export const DATA_LAB = ['eu-central-1', 'eu-west-1', 'global', 'us-east-1'].map((place) =>
  blindIn(place),
);
