import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { ListFunctionsCommand, ListVersionsByFunctionCommand } from '@aws-sdk/client-lambda';

import { isReplicaName, PUBLISHED_VERSION } from '../../../model/function-versions.ts';
import type { ReadFailure } from '../../../model/failure.ts';
import type { Reading, VersionFacts, VersionTrait } from '../../model/inventory.ts';
import { bytes } from '../../../model/units.ts';
import { IncompleteAnswer, OutOfTime, readFailure } from '../../../aws/failures.ts';
import { LIST_FUNCTIONS, lastModified } from '../../../limits/list-functions.ts';
import { listAll, pages, required } from '../../../aws/pages.ts';
import { reading } from './read.ts';
import type { PruneReads } from './rates.ts';

const LIST_VERSIONS = 'lambda:ListVersionsByFunction';

/** Published versions by function name; empty for a function that has only `$LATEST`. */
export type ListedVersions = ReadonlyMap<string, readonly VersionFacts[]>;

export type Listing =
  | { readonly kind: 'done'; readonly functions: ListedVersions }
  /** The time was up. `marker` is the token of the next page; absent if no page was read. */
  | { readonly kind: 'under-way'; readonly functions: ListedVersions; readonly marker?: string }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/**
 * Lists every published version of a Region, from `marker` on while `hasTime` returns true. Functions without a published
 * version are included, since they may call other functions.
 * https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html
 */
export async function listPublished(
  { lambda }: Pick<PruneReads, 'lambda'>,
  from: { readonly functions: ListedVersions; readonly marker?: string },
  hasTime: () => boolean = () => true,
  /** Receives each listed item, also `$LATEST`, with its environment variables. */
  onItem: (item: FunctionConfiguration) => void = () => undefined,
): Promise<Listing> {
  const functions = new Map([...from.functions].map(([name, those]) => [name, [...those]]));
  let { marker } = from;
  const paused = (): Listing => ({
    kind: 'under-way',
    functions,
    ...(marker !== undefined && { marker }),
  });
  if (!hasTime()) return paused();
  try {
    const all = pages(
      (token = marker) =>
        lambda.send(new ListFunctionsCommand({ FunctionVersion: 'ALL', Marker: token })),
      ({ NextMarker }) => NextMarker,
    );
    for await (const { Functions, NextMarker } of all) {
      for (const item of required(Functions, 'Functions')) {
        const name = required(item.FunctionName, 'FunctionName');
        const versions = functions.get(name) ?? [];
        functions.set(name, versions);
        versions.push(...publishedIn(item));
      }
      const isLast = NextMarker === undefined || NextMarker === null || NextMarker === '';
      required(Functions, 'Functions').forEach(onItem);
      if (isLast) break;
      marker = NextMarker;
      if (!hasTime()) return paused();
    }
    return { kind: 'done', functions };
  } catch (error) {
    const failure = readFailure(error, LIST_FUNCTIONS);
    return failure.reason === 'out-of-time' ? paused() : { kind: 'failed', failure };
  }
}

/** Lists every published version of a Region. An error of AWS is a failed reading, not a rejection. */
export async function listRegion(
  reads: Pick<PruneReads, 'lambda'>,
): Promise<Reading<ListedVersions>> {
  const listing = await listPublished(reads, { functions: new Map() });
  switch (listing.kind) {
    case 'done':
      return { kind: 'read', value: listing.functions };
    case 'failed':
      return listing;
    case 'under-way':
      return { kind: 'failed', failure: readFailure(new OutOfTime(), LIST_FUNCTIONS) };
  }
}

/**
 * Lists the published versions of one function. If it does not exist, the failure has the reason `absent`.
 * https://docs.aws.amazon.com/lambda/latest/api/API_ListVersionsByFunction.html
 */
export function listVersions(
  { lambda }: Pick<PruneReads, 'lambda'>,
  functionName: string,
): Promise<Reading<readonly VersionFacts[]>> {
  return reading(LIST_VERSIONS, () =>
    listAll(
      LIST_VERSIONS,
      (Marker) =>
        lambda.send(new ListVersionsByFunctionCommand({ FunctionName: functionName, Marker })),
      ({ NextMarker }) => NextMarker,
      ({ Versions }) => required(Versions, 'Versions').flatMap(publishedIn),
    ),
  );
}

function publishedIn(item: FunctionConfiguration): readonly VersionFacts[] {
  const version = required(item.Version, 'Version');
  if (!PUBLISHED_VERSION.test(version)) return [];
  const size = required(item.CodeSize, 'CodeSize');
  if (!Number.isSafeInteger(size) || size < 0) {
    throw new IncompleteAnswer('the answer holds a CodeSize that is no whole number of bytes');
  }
  const modifiedAt = lastModified(item.LastModified);
  return [
    {
      version,
      packageBytes: bytes(size),
      ...(modifiedAt !== undefined && { modifiedAt }),
      traits: traitsOf(item),
      storage: item.PackageType === 'Image' ? 'image' : 'unknown',
    },
  ];
}

function traitsOf(item: FunctionConfiguration): readonly VersionTrait[] {
  const traits: VersionTrait[] = [];
  const isReplica = item.MasterArn !== undefined || isReplicaName(item.FunctionName ?? '');
  if (isReplica) traits.push('edge-replica');
  if (item.CapacityProviderConfig !== undefined) traits.push('capacity-provider');
  if (item.DurableConfig !== undefined) traits.push('durable');
  if (item.SnapStart?.ApplyOn === 'PublishedVersions') traits.push('snap-start');
  return traits;
}
