import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { ListFunctionsCommand } from '@aws-sdk/client-lambda';

import { PUBLISHED_VERSION } from '../../model/function-versions.ts';
import type { ReadFailure } from '../../model/failure.ts';
import type {
  Reading,
  RegionInventory,
  VersionFacts,
  VersionTrait,
} from '../../model/prune-inventory.ts';
import { bytes } from '../../model/units.ts';
import { IncompleteAnswer, OutOfTime, readFailure } from '../failures.ts';
import { LIST_FUNCTIONS, lastModified } from '../list-functions.ts';
import { pages, present } from '../pages.ts';
import { aliasesOf } from './aliases.ts';
import type { LambdaReads } from './reads.ts';

/** Versions by the name of their function. */
export type ListedVersions = ReadonlyMap<string, readonly VersionFacts[]>;

export type Listing =
  | { readonly kind: 'listed'; readonly functions: ListedVersions }
  /** Time was up: `marker` is where to go on, the first page when it is not there. */
  | { readonly kind: 'paused'; readonly functions: ListedVersions; readonly marker?: string }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/**
 * Every published version of a Region, 50 items to a page whatever is asked for. Goes on behind
 * `marker`, with what was listed before, while `goOn` says so. Functions without a published version
 * are left out; environment variables never leave this file.
 * https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html
 */
export async function listPublished(
  { lambda }: Pick<LambdaReads, 'lambda'>,
  from: { readonly functions: ListedVersions; readonly marker?: string },
  goOn: () => boolean = () => true,
  /** Shown every item, `$LATEST` and functions without a published version too. */
  seen: (item: FunctionConfiguration) => void = () => undefined,
): Promise<Listing> {
  const functions = new Map([...from.functions].map(([name, those]) => [name, [...those]]));
  let { marker } = from;
  const paused = (): Listing => ({
    kind: 'paused',
    functions,
    ...(marker !== undefined && { marker }),
  });
  if (!goOn()) return paused();
  try {
    const all = pages(
      (token = marker) =>
        lambda.send(
          new ListFunctionsCommand({
            FunctionVersion: 'ALL',
            ...(token !== undefined && { Marker: token }),
          }),
        ),
      ({ NextMarker }) => NextMarker,
    );
    for await (const { Functions, NextMarker } of all) {
      for (const [name, facts] of present(Functions, 'Functions').flatMap(publishedIn)) {
        const versions = functions.get(name);
        if (versions === undefined) functions.set(name, [facts]);
        else versions.push(facts);
      }
      const isLast = NextMarker === undefined || NextMarker === null || NextMarker === '';
      present(Functions, 'Functions').forEach(seen);
      if (isLast) break;
      marker = NextMarker;
      if (!goOn()) return paused();
    }
    return { kind: 'listed', functions };
  } catch (error) {
    const failure = readFailure(error, LIST_FUNCTIONS);
    return failure.reason === 'out-of-time' ? paused() : { kind: 'failed', failure };
  }
}

/**
 * All published versions of a Region with the aliases of their functions, as far as they can be read.
 * Of a Region that cannot be listed nothing is known.
 */
export async function readRegionInventory(
  reads: LambdaReads,
  isCandidate: (name: string, versions: readonly VersionFacts[]) => boolean = () => true,
): Promise<Reading<RegionInventory>> {
  const listing = await listPublished(reads, { functions: new Map() });
  if (listing.kind !== 'listed') {
    const failure =
      listing.kind === 'failed' ? listing.failure : readFailure(new OutOfTime(), LIST_FUNCTIONS);
    return { kind: 'failed', failure };
  }
  const functions = [];
  for (const [name, versions] of listing.functions) {
    const aliases = isCandidate(name, versions) ? await aliasesOf(reads, name) : undefined;
    functions.push({ name, versions, ...(aliases && { aliases }) });
  }
  return { kind: 'read', value: { region: reads.region, functions } };
}

/** @throws IncompleteAnswer for an item without what a verdict needs. */
function publishedIn(item: FunctionConfiguration): readonly [string, VersionFacts][] {
  const version = present(item.Version, 'Version');
  if (!PUBLISHED_VERSION.test(version)) return [];
  const size = present(item.CodeSize, 'CodeSize');
  if (!Number.isSafeInteger(size) || size < 0) {
    throw new IncompleteAnswer('the answer holds a CodeSize that is no whole number of bytes');
  }
  const modifiedAt = lastModified(item.LastModified);
  const facts: VersionFacts = {
    version,
    packageBytes: bytes(size),
    ...(modifiedAt !== undefined && { modifiedAt }),
    traits: traitsOf(item),
    storage: item.PackageType === 'Image' ? 'image' : 'unknown',
  };
  return [[present(item.FunctionName, 'FunctionName'), facts]];
}

function traitsOf(item: FunctionConfiguration): readonly VersionTrait[] {
  const traits: VersionTrait[] = [];
  if (item.MasterArn !== undefined) traits.push('edge-replica');
  if (item.CapacityProviderConfig !== undefined) traits.push('capacity-provider');
  if (item.DurableConfig !== undefined) traits.push('durable');
  if (item.SnapStart?.ApplyOn === 'PublishedVersions') traits.push('snap-start');
  return traits;
}
