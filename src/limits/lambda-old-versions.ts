import { hasCandidates, oldVersions } from './old-versions.ts';
import { summarise } from './summarise-code.ts';
import type { AliasTargets, FunctionAliases } from '../model/aliases.ts';
import type { CodeInventory, FunctionHolding } from '../model/code-inventory.ts';
import type { VersionRetention } from '../model/configuration.ts';
import { matchesGlob } from '../model/glob.ts';
import { limitId } from '../model/limit.ts';
import { addBytes, bytes, count } from '../model/units.ts';
import { ACCOUNT_SETTINGS } from './account-settings.ts';
import { AwsCallError } from '../aws/failures.ts';
import { ALIASES_OF_FUNCTIONS, listAliases } from './list-aliases.ts';
import type { ListedFunction } from './list-functions.ts';
import { FUNCTION_LISTING, LAMBDA_FUNCTIONS, listFunctions } from './list-functions.ts';
import { sideBySide } from '../aws/side-by-side.ts';
import { STORAGE_MODE, withStorageModes } from './storage-mode.ts';
import type { RegionLimit, RegionReads } from './limit.ts';

const DEFAULT_CEILING = count(1_000);
/** Enough for the pace to be what holds them back, and not the time that an answer takes. */
const ALIAS_READS_AT_ONCE = 5;

/**
 * Published versions that nothing needs any more, against a ceiling that the team sets: AWS has no
 * quota on their number, but each one takes code storage.
 */
export const lambdaOldVersions: RegionLimit = {
  scope: 'region',
  definition: {
    id: limitId('lambda-old-versions'),
    title: 'Old Lambda versions',
    unit: 'count',
    noun: 'old versions',
    scope: 'region',
    source: { kind: 'ceiling', default: { unit: 'count', amount: DEFAULT_CEILING } },
    defaults: {
      warn: { kind: 'percent', percent: 100 },
      critical: { kind: 'percent', percent: 200 },
    },
  },
  actions: [ACCOUNT_SETTINGS, FUNCTION_LISTING, ALIASES_OF_FUNCTIONS, STORAGE_MODE],
  remedy: {
    steps: [
      { kind: 'prune' },
      {
        kind: 'advice',
        text: 'If so many are wanted, raise the ceiling of this account in watchdog.yml.',
      },
    ],
    links: [LAMBDA_FUNCTIONS],
  },
  whenFull: 'Nothing fails at your ceiling; old versions take Lambda code storage.',
  filledBy: 'functions',

  async measure(reads, rule) {
    const { inventory, aliases } = (await hasNoFunctions(reads))
      ? NOTHING_THERE
      : await takeInventory(reads);
    return {
      kind: 'measured',
      used: { unit: 'count', amount: inventory.oldVersions },
      limit: {
        known: true,
        value: rule.ceiling ?? { unit: 'count', amount: DEFAULT_CEILING },
        source: 'ceiling',
      },
      inventory,
      aliases,
    };
  },
};

const NOTHING_OLD = { oldVersions: count(0), oldPackageBytes: bytes(0) };
const NO_LAYERS = { layerVersions: 0, packageBytes: 0 };
const NOTHING_THERE: Taken = { inventory: summarise([], NO_LAYERS, NO_LAYERS), aliases: [] };

interface Taken {
  readonly inventory: CodeInventory;
  readonly aliases: readonly FunctionAliases[];
}

/** Only the account's own word spares the listing; when it cannot be read, the listing tells. */
async function hasNoFunctions({ accountSettings }: RegionReads): Promise<boolean> {
  try {
    const { functionCount } = await accountSettings();
    return functionCount === 0;
  } catch (error) {
    if (error instanceof AwsCallError) return false;
    throw error;
  }
}

async function takeInventory(reads: RegionReads): Promise<Taken> {
  const { aws } = reads;
  const { functions, layers } = await listFunctions(aws);
  const read = await sideBySide(functions, ALIAS_READS_AT_ONCE, async (listed) => ({
    listed,
    aliases: await aliasesOf(listed, reads),
  }));
  const aliases = read.flatMap((one): readonly FunctionAliases[] =>
    one.aliases === undefined ? [] : [{ functionName: one.listed.name, aliases: one.aliases }],
  );
  const holdings = read.map((one) => holdingOf(one.listed, one.aliases ?? [], reads));
  const inventory = summarise(holdings, layers.own, layers.foreign);
  return {
    inventory: reads.readsStorageMode ? await withStorageModes(aws, inventory) : inventory,
    aliases,
  };
}

/**
 * `undefined` when no version could be old, and nothing was asked. Fails when the function was deleted
 * since it was listed: whether it is gone or its aliases cannot be seen is the same answer, and the
 * next run knows.
 */
async function aliasesOf(
  { name, published }: ListedFunction,
  { aws, retention, startedAt }: RegionReads,
): Promise<readonly AliasTargets[] | undefined> {
  if (isOptedOut(name, retention)) return undefined;
  return hasCandidates(published, retention, startedAt) ? listAliases(aws, name) : undefined;
}

function holdingOf(
  { name, published, unpublishedBytes }: ListedFunction,
  aliases: readonly AliasTargets[],
  { retention, startedAt }: RegionReads,
): FunctionHolding {
  const aliased = new Set(aliases.flatMap(({ versions }) => versions));
  return {
    name,
    versions: count(published.length),
    packageBytes: addBytes(published.packageBytes(), unpublishedBytes),
    ...(isOptedOut(name, retention)
      ? NOTHING_OLD
      : oldVersions(published, aliased, retention, startedAt)),
  };
}

function isOptedOut(name: string, { keepFunctions }: VersionRetention): boolean {
  return keepFunctions.some((glob) => matchesGlob(name, glob));
}
