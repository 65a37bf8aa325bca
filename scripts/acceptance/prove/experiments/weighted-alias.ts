import { judgeUsedVersion } from '../prove-deletions.ts';
import type { ExperimentDefinition } from '../experiment.ts';
import { tryDeletion, presenceOf } from '../observe.ts';
import { zipPackage } from '../zip-package.ts';

/** Points an alias at the second version, gives the first one 10 % of its traffic, and deletes the first one. */
export const weightedAlias: ExperimentDefinition<'weighted-alias'> = {
  facts: ['weighted-alias'],
  makes: 'a function with 2 versions and an alias',
  observe: async ({ shop }) => {
    const name = await shop.makeFunction('weighted', zipPackage());
    const [first = '', second = ''] = await shop.publishVersions(name, 2);
    await shop.makeAlias(name, 'live', second, { [first]: 0.1 });
    const answer = await tryDeletion(shop.lambda, name, first);
    const expected = answer.kind === 'accepted' ? 'gone' : 'there';
    const after = await presenceOf(shop, name, first, expected);
    return { 'weighted-alias': judgeUsedVersion({ answer, after }, 'a weight in an alias') };
  },
};
