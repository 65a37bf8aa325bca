import { judgeUsedVersion } from '../prove-deletions.ts';
import type { ExperimentDefinition } from '../experiment.ts';
import { tryDeletion, presenceOf } from '../observe.ts';
import { endProvisioned, provision, PROVISIONED_LABEL } from '../provisioned.ts';
import { zipPackage } from '../zip-package.ts';

/** Gives a version provisioned concurrency, which AWS bills, and deletes the version once that is ready. */
export const provisionedVersion: ExperimentDefinition<'provisioned-version'> = {
  facts: ['provisioned-version'],
  makes: 'a function with a version that has provisioned concurrency of 1, WHICH AWS BILLS',
  observe: async ({ shop }) => {
    const name = await shop.makeFunction(PROVISIONED_LABEL, zipPackage());
    const version = await shop.publish(name);
    await provision(shop, name, version);
    const answer = await tryDeletion(shop.lambda, name, version);
    const expected = answer.kind === 'accepted' ? 'gone' : 'there';
    const after = await presenceOf(shop, name, version, expected);
    // The cleanup would end it as well; ending it now keeps the bill small.
    await endProvisioned(shop.lambda, name);
    const ruling = judgeUsedVersion({ answer, after }, 'provisioned concurrency');
    return { 'provisioned-version': ruling };
  },
};
