import type { AliasTargets, FunctionAliases } from '../model/aliases.ts';
import type { CodeInventory, FunctionHolding } from '../model/code-inventory.ts';
import type { VersionRetention } from '../model/configuration.ts';
import { matchesGlob } from '../model/glob.ts';
import { addBytes, bytes, count } from '../model/units.ts';
import { AwsCallError, IncompleteAnswer, readFailure } from '../aws/failures.ts';
import { sideBySide } from '../aws/side-by-side.ts';
import type { AccountSettings } from './account-settings.ts';
import { readAccountSettings } from './account-settings.ts';
import { listAliases } from './list-aliases.ts';
import type { ListedFunction } from './list-functions.ts';
import { LIST_FUNCTIONS, listFunctions, stillListed } from './list-functions.ts';
import type { RegionReads } from './limit.ts';
import { hasCandidates, oldVersions } from './old-versions.ts';
import { withStorageModes } from './storage-mode.ts';
import { summarise } from './summarise-code.ts';

/** Enough for the pace to be what holds them back, and not the time that an answer takes. */
const ALIAS_READS_AT_ONCE = 5;

const NOTHING_OLD = { oldVersions: count(0), oldPackageBytes: bytes(0) };
const NO_LAYERS = { layerVersions: 0, packageBytes: 0 };
const NOTHING_THERE: ReadInventory = {
  inventory: summarise([], NO_LAYERS, NO_LAYERS),
  aliases: [],
};

/** Who holds the code of a Region, and what the aliases that were read refer to. */
export interface ReadInventory {
  readonly inventory: CodeInventory;
  readonly aliases: readonly FunctionAliases[];
}

/** @throws AwsCallError when part of it cannot be read, or what was read contradicts itself. */
export async function readInventory(reads: RegionReads): Promise<ReadInventory> {
  const settings = await settingsOf(reads);
  return isEmpty(settings) ? NOTHING_THERE : takeInventory(reads, settings);
}

/** `undefined` when they cannot be read: the listing does without. */
async function settingsOf({ accountSettings }: RegionReads): Promise<AccountSettings | undefined> {
  try {
    return await accountSettings();
  } catch (error) {
    if (error instanceof AwsCallError) return undefined;
    throw error;
  }
}

/**
 * Whether the listing can be spared: the account counts no function and stores no code. Code without a
 * function may be layers, or a count that is wrong, and only the listing tells which.
 */
function isEmpty(settings: AccountSettings | undefined): boolean {
  return settings?.functionCount === 0 && settings.codeStorageUsed === 0;
}

async function takeInventory(
  reads: RegionReads,
  settings: AccountSettings | undefined,
): Promise<ReadInventory> {
  const { aws } = reads;
  const { functions, layers } = await listFunctions(aws);
  await requirePlausible(functions.length, settings, reads);
  const read = await sideBySide(functions, ALIAS_READS_AT_ONCE, async (listed) => ({
    listed,
    aliases: await aliasesOf(listed, reads),
  }));
  const present = await withoutDeleted(read, aws);
  const aliases = present.flatMap((one): readonly FunctionAliases[] =>
    one.aliases === undefined ? [] : [{ functionName: one.listed.name, aliases: one.aliases }],
  );
  const holdings = present.map((one) => holdingOf(one.listed, one.aliases ?? [], reads));
  const unattributed = present
    .map(({ listed }) => listed.unsizedVersions)
    .reduce((total, one) => total + one, layers.unattributed);
  const inventory = summarise(holdings, layers.own, layers.foreign, unattributed);
  return {
    inventory: reads.readsStorageMode ? await withStorageModes(aws, inventory) : inventory,
    aliases,
  };
}

/**
 * A listing with fewer than half of the functions that the account counts contradicts it: part of a
 * list is no list. How far FunctionCount lags behind is not documented, so it is read again first, and
 * smaller differences are what a busy account looks like.
 * @throws AwsCallError when both counts contradict the listing.
 */
async function requirePlausible(
  listed: number,
  before: AccountSettings | undefined,
  { aws }: RegionReads,
): Promise<void> {
  const isContradiction = (settings: AccountSettings | undefined): boolean =>
    listed < (settings?.functionCount ?? 0) / 2;
  if (!isContradiction(before)) return;
  const now = await readAccountSettings(() => aws['lambda:GetAccountSettings']({}));
  if (!isContradiction(now)) return;
  const error = new IncompleteAnswer(
    `the listing holds ${listed} functions while the account counts ${now.functionCount}`,
  );
  throw new AwsCallError(readFailure(error, LIST_FUNCTIONS), error);
}

/** A listed function with its aliases: `undefined` when no version could be old, and none were read. */
interface ReadFunction {
  readonly listed: ListedFunction;
  readonly aliases: readonly AliasTargets[] | undefined | DeletedMeanwhile;
}

/** Lambda answered that a function which was listed does not exist. */
class DeletedMeanwhile {
  readonly error: AwsCallError;

  constructor(error: AwsCallError) {
    this.error = error;
  }
}

/**
 * The functions without those that were deleted since they were listed. One that the Region still
 * lists was not: then its aliases cannot be seen, and what they keep is not known.
 * @throws AwsCallError of the aliases when such a function is still listed.
 */
async function withoutDeleted(
  functions: readonly ReadFunction[],
  aws: RegionReads['aws'],
): Promise<readonly (ReadFunction & { readonly aliases: readonly AliasTargets[] | undefined })[]> {
  const deleted = new Map<string, AwsCallError>();
  const present = functions.flatMap(({ listed, aliases }) => {
    if (!(aliases instanceof DeletedMeanwhile)) return [{ listed, aliases }];
    deleted.set(listed.name, aliases.error);
    return [];
  });
  if (deleted.size === 0) return present;
  const [listedStill] = await stillListed(aws, new Set(deleted.keys()));
  const error = listedStill === undefined ? undefined : deleted.get(listedStill);
  if (error !== undefined) throw error;
  return present;
}

/**
 * Only Lambda's own word for it means that a function is gone; being denied, or any other name of a
 * 404, fails the measurement.
 * https://docs.aws.amazon.com/lambda/latest/api/API_ListAliases.html#API_ListAliases_Errors
 */
async function aliasesOf(
  { name, published }: ListedFunction,
  { aws, retention, startedAt }: RegionReads,
): Promise<ReadFunction['aliases']> {
  if (isOptedOut(name, retention)) return undefined;
  if (!hasCandidates(published, retention, startedAt)) return undefined;
  try {
    return await listAliases(aws, name);
  } catch (error) {
    const isDeleted =
      error instanceof AwsCallError && error.failure.errorName === 'ResourceNotFoundException';
    if (isDeleted) return new DeletedMeanwhile(error);
    throw error;
  }
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
