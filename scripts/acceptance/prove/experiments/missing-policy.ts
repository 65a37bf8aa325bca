import { judgeMissingPolicy } from '../prove-reads.ts';
import type { ExperimentDefinition } from '../experiment.ts';
import { policyAnswer } from '../observe.ts';
import { zipPackage } from '../zip-package.ts';

/** Reads the resource policy of a version that has none. */
export const missingPolicy: ExperimentDefinition<'missing-policy'> = {
  facts: ['missing-policy'],
  makes: 'a function with a version',
  observe: async ({ shop }) => {
    const name = await shop.makeFunction('policy', zipPackage());
    const version = await shop.publish(name);
    return { 'missing-policy': judgeMissingPolicy(await policyAnswer(shop, name, version)) };
  },
};
