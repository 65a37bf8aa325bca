import { judgeAbsentVersion } from '../prove-deletions.ts';
import type { ExperimentDefinition } from '../experiment.ts';
import { tryDeletion } from '../observe.ts';
import { zipPackage } from '../zip-package.ts';

/** A version number that no function reaches within a run. */
const NEVER_PUBLISHED = '999999';

/** Deletes a version that never existed of a function that exists. */
export const absentVersion: ExperimentDefinition<'absent-version'> = {
  facts: ['absent-version'],
  makes: 'a function',
  observe: async ({ shop }) => {
    const name = await shop.makeFunction('absent', zipPackage());
    return {
      'absent-version': judgeAbsentVersion(await tryDeletion(shop.lambda, name, NEVER_PUBLISHED)),
    };
  },
};
