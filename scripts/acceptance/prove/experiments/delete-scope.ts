import type { DeletionObservation } from '../prove-deletions.ts';
import { judgeDeleteScope } from '../prove-deletions.ts';
import type { ExperimentDefinition } from '../experiment.ts';
import { tryDeletion, presenceOf } from '../observe.ts';
import { deletingClient, retryWhileDenied } from '../try-deletions.ts';
import { zipPackage } from '../zip-package.ts';

/**
 * Assumes a role with the statements of the prune role's template, limited to this run's functions, and
 * deletes first a version, then the whole function. If the version is denied, it tries DeleteScope `any`, so
 * that the advice is known to work.
 */
export const deleteScope: ExperimentDefinition<'delete-scope'> = {
  facts: ['delete-scope'],
  makes: 'a function with 2 versions, and lets the role delete them',
  observe: async ({ shop, connection, settings }) => {
    const name = await shop.makeFunction('scope', zipPackage());
    const [first, second] = await shop.publishVersions(name, 2);
    await shop.allowDeletions('qualified');
    const role = await deletingClient(shop, connection, settings, name);
    const tried = async (version?: string): Promise<DeletionObservation> => {
      const answer =
        version === undefined
          ? await tryDeletion(role, name)
          : await retryWhileDenied(shop, () => tryDeletion(role, name, version));
      const expected = answer.kind === 'accepted' ? 'gone' : 'there';
      return { answer, after: await presenceOf(shop, name, version, expected) };
    };
    const qualified = await tried(first);
    const unqualified = await tried();
    const isDenied = qualified.after === 'there' && unqualified.after === 'there';
    if (!isDenied) return { 'delete-scope': judgeDeleteScope({ qualified, unqualified }) };
    await shop.allowDeletions('any');
    const widened = await tried(second);
    return { 'delete-scope': judgeDeleteScope({ qualified, unqualified, widened }) };
  },
};
