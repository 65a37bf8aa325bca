import type { AliasTargets, FunctionAliases } from '../model/aliases.ts';
import type { CodeInventory, FunctionHolding } from '../model/code-inventory.ts';
import type { VersionRetention } from '../model/configuration.ts';
import { matchesGlob } from '../model/glob.ts';
import type { Instant } from '../model/time.ts';
import type { Count } from '../model/units.ts';
import { addBytes, addCount, bytes, count } from '../model/units.ts';
import { catchFailure, AwsCallError, IncompleteAnswer, readFailure } from '../aws/failures.ts';
import { sideBySide } from '../aws/side-by-side.ts';
import type { AccountSettings } from './account-settings.ts';
import { readAccountSettings } from './account-settings.ts';
import { listAliases } from './list-aliases.ts';
import type { ListedFunction } from './list-functions.ts';
import { LIST_FUNCTIONS, listFunctions, findListedFunction } from './list-functions.ts';
import type { LimitReads } from './limit.ts';
import { hasCandidates, oldVersions } from './old-versions.ts';
import { withStorageModes } from './storage-mode.ts';
import { summarise } from './summarise-code.ts';

/** The alias requests at a time. More would not be faster, because the number of requests per second is limited. */
const ALIAS_READS_AT_ONCE = 5;

const NO_OLD_VERSIONS = { oldVersions: count(0), oldPackageBytes: bytes(0) };
const NO_LAYERS = { layerVersions: 0, packageBytes: 0 };

/** The code inventory of a Region, and the aliases of the functions whose aliases were read. */
export interface ReadInventory {
  readonly inventory: CodeInventory;
  readonly aliases: readonly FunctionAliases[];
}

/**
 * Reads all functions of a Region and sums their versions and bytes. Aliases that an earlier run read are used
 * unless `mustBeExact` returns true; then all aliases are read.
 * @param mustBeExact receives the number of old versions by the aliases of the earlier run, and the largest
 *   possible number, which ignores these aliases.
 * @throws AwsCallError when part of the inventory cannot be read or contradicts itself.
 */
export async function readInventory(
  reads: LimitReads,
  mustBeExact: (oldVersions: Count, atMost: Count) => boolean = () => true,
): Promise<ReadInventory> {
  // The account settings only allow a shortcut and a check; the inventory can be read without them.
  const settings = await catchFailure<AccountSettings | undefined>(
    () => reads.accountSettings(),
    () => undefined,
  );
  // With 0 functions but some stored code, the code is of layers or the function count is wrong.
  if (settings?.functionCount === 0 && settings.codeStorageUsed === 0) {
    return { inventory: summarise([], NO_LAYERS, NO_LAYERS), aliases: [] };
  }
  const { aws } = reads;
  const { functions, layers } = await listFunctions(aws);
  await requirePlausible(functions.length, settings, reads);
  const first = await readAliasesOf(
    functions.map((listed) => rememberedOf(listed, reads)),
    reads,
  );
  // Without the aliases of earlier runs, the number of old versions is an upper bound.
  const unbound = first.map((one) => (one.readAt === undefined ? one : { listed: one.listed }));
  const isOld = first.some(({ readAt }) => readAt !== undefined);
  const present =
    isOld && mustBeExact(oldVersionsOf(first, reads), oldVersionsOf(unbound, reads))
      ? await readAliasesOf(unbound, reads)
      : first;
  const aliases = present.flatMap(({ listed, aliases, readAt }): readonly FunctionAliases[] =>
    aliases === undefined
      ? []
      : [{ functionName: listed.name, aliases, ...(readAt !== undefined && { readAt }) }],
  );
  const holdings = present.map((one) => holdingOf(one, reads));
  const unattributed = present.reduce(
    (total, { listed }) => total + listed.unsizedVersions,
    layers.unattributed,
  );
  const [oldest] = present.flatMap(({ readAt }) => readAt ?? []).toSorted((a, b) => a - b);
  const inventory = {
    ...summarise(holdings, layers.own, layers.foreign, unattributed),
    ...(oldest !== undefined && { aliasesReadAt: oldest }),
  };
  return {
    inventory: reads.readsStorageMode ? await withStorageModes(aws, inventory) : inventory,
    aliases,
  };
}

/**
 * Rejects a listing with fewer than half of the functions that GetAccountSettings counts. AWS does not document
 * how far that count lags behind, so a count that contradicts the listing is read a second time.
 * @throws AwsCallError when the second count contradicts the listing too.
 */
async function requirePlausible(
  listed: number,
  before: AccountSettings | undefined,
  { aws }: LimitReads,
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

interface FunctionReading {
  readonly listed: ListedFunction;
  /** Absent when the aliases are not needed, because no version can be old, or not read yet. */
  readonly aliases?: readonly AliasTargets[];
  /** When an earlier run read the aliases; absent for aliases that this run read. */
  readonly readAt?: Instant;
}

/** The function, with the aliases that an earlier run read if its versions have not changed since. */
function rememberedOf(listed: ListedFunction, reads: LimitReads): FunctionReading {
  if (reads.memory === undefined || !needsAliases(listed, reads)) return { listed };
  const reading = reads.memory.aliasesOf(listed.name, listed.fingerprint());
  return { listed, ...(reading && { aliases: reading.aliases, readAt: reading.readAt }) };
}

function oldVersionsOf(functions: readonly FunctionReading[], reads: LimitReads): Count {
  return functions.map((one) => holdingOf(one, reads).oldVersions).reduce(addCount, count(0));
}

/**
 * The functions with their aliases. A function that was deleted after the listing is left out.
 * @throws AwsCallError when Lambda finds no function for the aliases but still lists the function.
 */
async function readAliasesOf(
  functions: readonly FunctionReading[],
  reads: LimitReads,
): Promise<readonly FunctionReading[]> {
  const deleted = new Map<string, AwsCallError>();
  const read = await sideBySide(functions, ALIAS_READS_AT_ONCE, async (one) => {
    const { listed } = one;
    if (one.aliases !== undefined || !needsAliases(listed, reads)) return [one];
    const aliases = await aliasesOf(listed, reads);
    if (!(aliases instanceof AwsCallError)) return [{ listed, aliases }];
    deleted.set(listed.name, aliases);
    return [];
  });
  if (deleted.size === 0) return read.flat();
  const error = deleted.get((await findListedFunction(reads.aws, new Set(deleted.keys()))) ?? '');
  if (error !== undefined) throw error;
  return read.flat();
}

/**
 * The aliases of a function, or Lambda's error that the function does not exist. Every other error is thrown.
 * https://docs.aws.amazon.com/lambda/latest/api/API_ListAliases.html#API_ListAliases_Errors
 */
function aliasesOf(
  listed: ListedFunction,
  { aws, memory }: LimitReads,
): Promise<readonly AliasTargets[] | AwsCallError> {
  return catchFailure<readonly AliasTargets[] | AwsCallError>(
    async () => {
      const aliases = await listAliases(aws, listed.name);
      memory?.keepAliases(listed.name, listed.fingerprint(), aliases);
      return aliases;
    },
    ({ errorName }, error) => {
      if (errorName === 'ResourceNotFoundException') return error;
      throw error;
    },
  );
}

function needsAliases(
  { name, published }: ListedFunction,
  { retention, startedAt }: LimitReads,
): boolean {
  return !isOptedOut(name, retention) && hasCandidates(published, retention, startedAt);
}

function holdingOf(
  { listed: { name, published, unpublishedBytes }, aliases = [] }: FunctionReading,
  { retention, startedAt }: LimitReads,
): FunctionHolding {
  const aliased = new Set(aliases.flatMap(({ versions }) => versions));
  return {
    name,
    versions: count(published.length),
    packageBytes: addBytes(published.packageBytes(), unpublishedBytes),
    ...(isOptedOut(name, retention)
      ? NO_OLD_VERSIONS
      : oldVersions(published, aliased, retention, startedAt)),
  };
}

function isOptedOut(name: string, { keepFunctions }: VersionRetention): boolean {
  return keepFunctions.some((glob) => matchesGlob(name, glob));
}
