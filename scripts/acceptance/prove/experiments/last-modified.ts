import { judgeLastModified } from '../prove-reads.ts';
import type { ExperimentDefinition } from '../experiment.ts';
import { modifiedAt } from '../observe.ts';
import { zipPackage } from '../zip-package.ts';

/** The wait between change and publication. It is longer than the rounding of Lambda's dates. */
const WAIT_MS = 15_000;

/** Publishes a version 15 s after the last change, and reads its LastModified again after another change. */
export const lastModified: ExperimentDefinition<'last-modified'> = {
  facts: ['last-modified'],
  makes: 'a function with a version',
  observe: async ({ shop }) => {
    const name = await shop.makeFunction('dates', zipPackage());
    const updatedAt = await modifiedAt(shop, name);
    await shop.wait(WAIT_MS);
    const version = await shop.publish(name);
    const versionAt = await modifiedAt(shop, name, version);
    await shop.wait(WAIT_MS);
    await shop.change(name, 'changed after it was published');
    const versionAtLater = await modifiedAt(shop, name, version);
    const seen = { updatedAt, waitedMs: WAIT_MS, versionAt, versionAtLater };
    return { 'last-modified': judgeLastModified(seen) };
  },
};
