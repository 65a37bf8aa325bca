import type { ComposedCaller, Source } from './caller.ts';
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

export const ENVIRONMENT = 'environment-variables';

/** The check for versions that an environment variable names. The listing of functions returns the variables. */
export const environmentVariables: ComposedCaller<typeof ENVIRONMENT, typeof LIST_FUNCTIONS> = {
  check: ENVIRONMENT,
  label: 'environment variables',
  sentence: 'named in the environment of',
  whenApplying: 'aged',
  grants: listing.grants,
  kind: 'composed',
};
