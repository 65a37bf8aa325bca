import { EVERY_VERSION } from '../model/evidence.ts';
import { readEvidence } from './collect/read.ts';
import type { FunctionCaller } from './caller.ts';
import { UNUSED_NAME } from '../../aws/probe.ts';
import { arnIn, LAMBDA_PACE, NO_SUCH_RESOURCE } from './caller.ts';
import type { Home } from './function-reference.ts';

export const LIST_TAGS = 'lambda:ListTags';

/** A function with this tag, whatever its value, loses no version. */
const OPT_OUT_TAG = 'limits-watchdog:keep';

const arnOf = (home: Home, name: string) => arnIn(home, 'lambda', `function:${name}`);

/**
 * The check for the tag that opts a function out of deletions. An answer without tags means that the function has none.
 * https://docs.aws.amazon.com/lambda/latest/api/API_ListTags.html
 */
export const optOutTags: FunctionCaller<'opt-out-tags', typeof LIST_TAGS> = {
  check: 'opt-out-tags',
  label: 'the tags of the function',
  sentence: 'the function has',
  whenApplying: 'read-again',
  grants: {
    [LIST_TAGS]: {
      reason: 'Functions that are opted out by a tag.',
      pace: LAMBDA_PACE,
      probe: ({ call, ...home }) => call(LIST_TAGS, { Resource: arnOf(home, UNUSED_NAME) }),
      grantedBy: NO_SUCH_RESOURCE,
    },
  },
  kind: 'function',

  read({ call, ...home }, functionName) {
    const { region } = home;
    const scope = { kind: 'function', region, functionName } as const;
    return readEvidence('opt-out-tags', scope, LIST_TAGS, async () => {
      const { Tags } = await call(LIST_TAGS, { Resource: arnOf(home, functionName) });
      const value = Object.entries(Tags ?? {}).find(([key]) => key.trim() === OPT_OUT_TAG)?.[1];
      if (value === undefined) return [];
      const by = `tag ${OPT_OUT_TAG}${value === '' ? '' : `=${value}`}`;
      return [{ region, functionName, version: EVERY_VERSION, by }];
    });
  },
};
