import type { LIST_FUNCTIONS } from '../../limits/list-functions.ts';
import type { ComposedCaller } from './caller.ts';
import { listing } from './listing.ts';

export const ENVIRONMENT = 'environment-variables';

/** The check for versions that an environment variable names. The listing of functions returns the variables. */
export const environmentVariables: ComposedCaller<'environment-variables', typeof LIST_FUNCTIONS> =
  {
    check: ENVIRONMENT,
    label: 'environment variables',
    sentence: 'named in the environment of',
    whenApplying: 'aged',
    grants: listing.grants,
    kind: 'composed',
  };
