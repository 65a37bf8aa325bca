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

/** Enough that the request pace is the limit, not the time of an answer. */
const ALIAS_READS_AT_ONCE = 5;

const NO_OLD_VERSIONS = { oldVersions: count(0), oldPackageBytes: bytes(0) };
const NO_LAYERS = { layerVersions: 0, packageBytes: 0 };

/** The functions of a Region with their code, and the targets of aliases that were read. */
export interface ReadInventory {
  readonly inventory: CodeInventory;
  readonly aliases: readonly FunctionAliases[];
}

/**
 * @param mustBeExact whether a threshold lies between `oldVersions` and `atMost`, the number without
 *   remembered aliases; then all aliases are read.
 * @throws AwsCallError when part of it cannot be read or contradicts itself.
 */
export async function readInventory(
  reads: LimitReads,
  mustBeExact: (oldVersions: Count, atMost: Count) => boolean = () => true,
): Promise<ReadInventory> {
  // The settings are optional.
  const settings = await catchFailure<AccountSettings | undefined>(
    () => reads.accountSettings(),
    () => undefined,
  );
  // Without functions, stored code can be layers, or the count is wrong.
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
  // Without remembered aliases: an upper bound of old versions.
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
 * Refuses a listing with fewer than half of the functions that the account counts. The lag of FunctionCount
 * is not documented, so it is read again first.
 * @throws AwsCallError when both counts contradict the listing.
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
  /** Absent when they were not read: no version can be old. */
  readonly aliases?: readonly AliasTargets[];
  readonly readAt?: Instant;
}

/** With the aliases that an earlier run read, while the versions are unchanged. */
function rememberedOf(listed: ListedFunction, reads: LimitReads): FunctionReading {
  if (reads.memory === undefined || !needsAliases(listed, reads)) return { listed };
  const reading = reads.memory.aliasesOf(listed.name, listed.fingerprint());
  return { listed, ...(reading && { aliases: reading.aliases, readAt: reading.readAt }) };
}

function oldVersionsOf(functions: readonly FunctionReading[], reads: LimitReads): Count {
  return functions.map((one) => holdingOf(one, reads).oldVersions).reduce(addCount, count(0));
}

/**
 * The functions with their aliases, without those deleted since the listing.
 * @throws AwsCallError of the aliases when such a function is still listed: its aliases are unknown.
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
 * The aliases, or Lambda's error that the function does not exist; every other error is thrown.
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
