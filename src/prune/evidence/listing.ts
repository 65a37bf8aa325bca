import type { Source } from './caller.ts';
import { LAMBDA_PACE } from './caller.ts';

const LIST_FUNCTIONS = 'lambda:ListFunctions';

export const listing: Source<'listing', typeof LIST_FUNCTIONS> = {
  check: 'listing',
  label: 'the listing of versions',
  grants: {
    [LIST_FUNCTIONS]: {
      reason: 'Every function and version with its size and age.',
      pace: LAMBDA_PACE,
      probe: ({ call }) => call(LIST_FUNCTIONS, { MaxItems: 1 }),
    },
  },
};
