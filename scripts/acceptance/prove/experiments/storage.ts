import { judgeSharedCode, judgeStorageLag, judgeStorageUnit } from '../prove-storage.ts';
import type { StorageFall } from '../prove-storage.ts';
import type { ExperimentDefinition } from '../experiment.ts';
import { codeStorage, tryDeletion } from '../observe.ts';
import { poll } from '../poll.ts';
import type { Workshop } from '../workshop.ts';
import { zipPackage } from '../zip-package.ts';

/** The size of a file of zeros in the package. Zipped, it takes a few kilobytes. */
const PADDING_BYTES = 5 * 1024 * 1024;
const VERSIONS = 2;
const LOOK_EVERY_MS = 5_000;
/** 36 reads, one every 5 s: three minutes. */
const LOOKS = 36;
const LEAST_WAIT_MS = 60_000;

/**
 * Measures what counts as code storage, and when. It creates a function whose package is tiny zipped and 5
 * MiB unzipped, publishes two versions of the same code, and deletes all of it.
 */
export const storage: ExperimentDefinition<'storage-unit' | 'shared-code' | 'storage-lag'> = {
  facts: ['storage-unit', 'shared-code', 'storage-lag'],
  makes: 'a function of 5 MiB unzipped with 2 versions',
  observe: async ({ shop }) => {
    const { zip, unzippedBytes } = zipPackage(PADDING_BYTES);
    const before = await stableStorage(shop);
    const name = await shop.makeFunction('storage', { zip, unzippedBytes });
    const madeAt = shop.clock.now();
    const withFunction = await waitForStorage(shop, (now) => now > before);
    const grewMs = shop.clock.now() - madeAt;
    await shop.publishVersions(name, VERSIONS);
    // If versions share the code, the figure never changes, so the wait has a fixed end: twice the
    // time after which the function's own size appeared.
    const waitedMs = Math.max(LEAST_WAIT_MS, 2 * grewMs);
    await shop.wait(waitedMs);
    const withVersions = await stableStorage(shop);
    await tryDeletion(shop.lambda, name);
    const fell = withFunction === undefined ? undefined : await measureFall(shop, before);
    const seen = {
      zippedBytes: zip.byteLength,
      unzippedBytes,
      before,
      withFunction,
      withVersions,
      versions: VERSIONS,
      waitedMs,
      fell,
    };
    return {
      'storage-unit': judgeStorageUnit(seen),
      'shared-code': judgeSharedCode(seen),
      'storage-lag': judgeStorageLag(seen),
    };
  },
};

/** Returns the code storage in bytes once two reads in a row agree, or the last read after three minutes. */
async function stableStorage(shop: Workshop): Promise<number> {
  let last = await codeStorage(shop);
  await poll({ everyMs: LOOK_EVERY_MS, tries: LOOKS }, shop.time, async () => {
    await shop.wait(LOOK_EVERY_MS);
    const now = await codeStorage(shop);
    const isSame = now === last;
    last = now;
    return isSame ? true : undefined;
  });
  return last;
}

function waitForStorage(
  shop: Workshop,
  isReached: (bytes: number) => boolean,
): Promise<number | undefined> {
  return poll({ everyMs: LOOK_EVERY_MS, tries: LOOKS }, shop.time, async () => {
    const now = await codeStorage(shop);
    return isReached(now) ? now : undefined;
  });
}

async function measureFall(shop: Workshop, before: number): Promise<StorageFall | undefined> {
  const deletedAt = shop.clock.now();
  let notYetMs: number | undefined;
  const fallen = await waitForStorage(shop, (now) => {
    if (now <= before) return true;
    notYetMs = shop.clock.now() - deletedAt;
    return false;
  });
  if (fallen === undefined) return undefined;
  const fallenMs = shop.clock.now() - deletedAt;
  return { fallenMs, ...(notYetMs !== undefined && { notYetMs }) };
}
