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
import { LIST_FUNCTIONS, listFunctions, stillListed } from './list-functions.ts';
import type { LimitReads } from './limit.ts';
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

/** The functions of a Region with their code, and what the aliases that were read refer to. */
export interface ReadInventory {
  readonly inventory: CodeInventory;
  readonly aliases: readonly FunctionAliases[];
}

/**
 * @param mustBeExact whether the number of old versions, by aliases of which an earlier run read some, may be
 *   too good: there are `atMost` where none of those keeps a version any more. Then all are read now.
 * @throws AwsCallError when part of it cannot be read, or what was read contradicts itself.
 */
export async function readInventory(
  reads: LimitReads,
  mustBeExact: (oldVersions: Count, atMost: Count) => boolean = () => true,
): Promise<ReadInventory> {
  // The listing does without them.
  const settings = await catchFailure<AccountSettings | undefined>(
    () => reads.accountSettings(),
    () => undefined,
  );
  return isEmpty(settings) ? NOTHING_THERE : takeInventory(reads, settings, mustBeExact);
}

/**
 * Whether the listing can be spared: the account counts no function and stores no code. Code without a
 * function may be layers, or a count that is wrong, and only the listing tells which.
 */
function isEmpty(settings: AccountSettings | undefined): boolean {
  return settings?.functionCount === 0 && settings.codeStorageUsed === 0;
}

async function takeInventory(
  reads: LimitReads,
  settings: AccountSettings | undefined,
  mustBeExact: (oldVersions: Count, atMost: Count) => boolean,
): Promise<ReadInventory> {
  const { aws } = reads;
  const { functions, layers } = await listFunctions(aws);
  await requirePlausible(functions.length, settings, reads);
  const remembered = functions.map((listed) => rememberedOf(listed, reads));
  const first = await readAliasesOf(remembered, reads);
  const isOld = first.some(({ readAt }) => readAt !== undefined);
  const present =
    isOld && mustBeExact(oldVersionsOf(first, reads), oldVersionsOf(first.map(withoutOld), reads))
      ? await readAliasesOf(
          first.map(({ listed }) => ({ listed })),
          reads,
        )
      : first;
  const aliases = present.flatMap(({ listed, aliases, readAt }): readonly FunctionAliases[] =>
    aliases === undefined
      ? []
      : [{ functionName: listed.name, aliases, ...(readAt !== undefined && { readAt }) }],
  );
  const holdings = present.map((one) => holdingOf(one, reads));
  const unattributed = present
    .map(({ listed }) => listed.unsizedVersions)
    .reduce((total, one) => total + one, layers.unattributed);
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
 * A listing with fewer than half of the functions that the account counts contradicts it: part of a
 * list is no list. How far FunctionCount lags behind is not documented, so it is read again first, and
 * smaller differences are what a busy account looks like.
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

/** A listed function, and what is known of its aliases. */
interface KnownFunction {
  readonly listed: ListedFunction;
  /** `undefined` when no version could be old, and none were read. */
  readonly aliases?: readonly AliasTargets[];
  readonly readAt?: Instant;
}

/** With its aliases where an earlier run read them and its versions are as they were. */
function rememberedOf(listed: ListedFunction, reads: LimitReads): KnownFunction {
  if (reads.memory === undefined || !needsAliases(listed, reads)) return { listed };
  const reading = reads.memory.aliasesOf(listed.name, listed.fingerprint());
  return reading === undefined
    ? { listed }
    : { listed, aliases: reading.aliases, readAt: reading.readAt };
}

/** As if what an earlier run read kept nothing: more versions than these cannot be old. */
function withoutOld(one: KnownFunction): KnownFunction {
  return one.readAt === undefined ? one : { listed: one.listed };
}

function oldVersionsOf(functions: readonly KnownFunction[], reads: LimitReads): Count {
  return functions.map((one) => holdingOf(one, reads).oldVersions).reduce(addCount, count(0));
}

/**
 * The functions with their aliases, without those that were deleted since they were listed. One that the
 * Region still lists was not: then its aliases cannot be seen, and what they keep is not known.
 * @throws AwsCallError of the aliases when such a function is still listed.
 */
async function readAliasesOf(
  functions: readonly KnownFunction[],
  reads: LimitReads,
): Promise<readonly KnownFunction[]> {
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
  const [listedStill] = await stillListed(reads.aws, new Set(deleted.keys()));
  const error = listedStill === undefined ? undefined : deleted.get(listedStill);
  if (error !== undefined) throw error;
  return read.flat();
}

/**
 * The aliases of a function, or Lambda's answer that it does not exist. Being denied, or any other name of a
 * 404, fails the measurement.
 * https://docs.aws.amazon.com/lambda/latest/api/API_ListAliases.html#API_ListAliases_Errors
 */
function aliasesOf(
  { name, fingerprint }: ListedFunction,
  { aws, memory }: LimitReads,
): Promise<readonly AliasTargets[] | AwsCallError> {
  return catchFailure<readonly AliasTargets[] | AwsCallError>(
    async () => {
      const aliases = await listAliases(aws, name);
      memory?.keepAliases(name, fingerprint(), aliases);
      return aliases;
    },
    ({ errorName }, error) => {
      if (errorName === 'ResourceNotFoundException') return error;
      throw error;
    },
  );
}

/** Whether aliases can change what is old of a function. */
function needsAliases(
  { name, published }: ListedFunction,
  { retention, startedAt }: LimitReads,
): boolean {
  return !isOptedOut(name, retention) && hasCandidates(published, retention, startedAt);
}

function holdingOf(
  { listed: { name, published, unpublishedBytes }, aliases = [] }: KnownFunction,
  { retention, startedAt }: LimitReads,
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
