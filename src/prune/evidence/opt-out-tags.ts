import { ListTagsCommand } from '@aws-sdk/client-lambda';

import type { Evidence } from '../model/evidence.ts';
import { EVERY_VERSION } from '../model/evidence.ts';
import { partitionOf } from '../../model/regions.ts';
import { readEvidence } from './collect/read.ts';
import type { LambdaReads } from './collect/rates.ts';

export const LIST_TAGS = 'lambda:ListTags';

/** On a function, with any value: none of its versions is ever deleted. */
export const OPT_OUT_TAG = 'limits-watchdog:keep';

/**
 * Whether a function is opted out. An answer without tags is how Lambda says that it has none.
 * https://docs.aws.amazon.com/lambda/latest/api/API_ListTags.html
 */
export function readOptOutTags(reads: LambdaReads, functionName: string): Promise<Evidence> {
  const { region, account } = reads;
  const scope = { kind: 'function', region, functionName } as const;
  return readEvidence('opt-out-tags', scope, LIST_TAGS, async () => {
    const { Tags } = await reads.lambda.send(
      new ListTagsCommand({
        Resource: `arn:${partitionOf(region)}:lambda:${region}:${account}:function:${functionName}`,
      }),
    );
    const value = Object.entries(Tags ?? {}).find(([key]) => key.trim() === OPT_OUT_TAG)?.[1];
    if (value === undefined) return [];
    const by = `tag ${OPT_OUT_TAG}${value === '' ? '' : `=${value}`}`;
    return [{ region, functionName, version: EVERY_VERSION, by }];
  });
}
