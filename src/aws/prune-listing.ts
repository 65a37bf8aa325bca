import type {
  AliasConfiguration,
  FunctionConfiguration,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import {
  ListAliasesCommand,
  ListFunctionsCommand,
  ListVersionsByFunctionCommand,
} from '@aws-sdk/client-lambda';

import { PUBLISHED_VERSION } from '../model/function-versions.ts';
import type { Alias, VersionFacts, VersionTrait } from '../model/prune-inventory.ts';
import { bytes } from '../model/units.ts';
import { asked, IncompleteAnswer } from './failures.ts';
import { LIST_ALIASES } from './list-aliases.ts';
import { LIST_FUNCTIONS, lastModified } from './list-functions.ts';
import { pages, present } from './pages.ts';

export const LIST_VERSIONS = 'lambda:ListVersionsByFunction';

/**
 * The published versions of one function, 50 to a page whatever is asked for.
 * https://docs.aws.amazon.com/lambda/latest/api/API_ListVersionsByFunction.html
 * @throws AwsCallError when any page cannot be read; reason `absent` when the function is gone.
 */
export function listVersions(
  lambda: LambdaClient,
  functionName: string,
): Promise<readonly VersionFacts[]> {
  return asked(LIST_VERSIONS, async () => {
    const versions: VersionFacts[] = [];
    const all = pages(
      (Marker) =>
        lambda.send(
          new ListVersionsByFunctionCommand({
            FunctionName: functionName,
            ...(Marker && { Marker }),
          }),
        ),
      ({ NextMarker }) => NextMarker,
    );
    for await (const { Versions } of all) {
      for (const item of present(Versions, 'Versions')) versions.push(...factsOf(item));
    }
    return versions;
  });
}

/** The published versions of every function of a Region, by its name. @throws AwsCallError as above. */
export function listRegion(
  lambda: LambdaClient,
): Promise<ReadonlyMap<string, readonly VersionFacts[]>> {
  return asked(LIST_FUNCTIONS, async () => {
    const functions = new Map<string, VersionFacts[]>();
    const all = pages(
      (Marker) =>
        lambda.send(
          new ListFunctionsCommand({ FunctionVersion: 'ALL', ...(Marker && { Marker }) }),
        ),
      ({ NextMarker }) => NextMarker,
    );
    for await (const { Functions } of all) {
      for (const item of present(Functions, 'Functions')) {
        const name = present(item.FunctionName, 'FunctionName');
        const versions = functions.get(name) ?? [];
        functions.set(name, versions);
        versions.push(...factsOf(item));
      }
    }
    return functions;
  });
}

/** Of a listed item only what a verdict needs; nothing for `$LATEST` and its kin. */
function factsOf(item: FunctionConfiguration): readonly VersionFacts[] {
  const version = present(item.Version, 'Version');
  if (!PUBLISHED_VERSION.test(version)) return [];
  const size = present(item.CodeSize, 'CodeSize');
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
  if (item.MasterArn !== undefined) traits.push('edge-replica');
  if (item.CapacityProviderConfig !== undefined) traits.push('capacity-provider');
  if (item.DurableConfig !== undefined) traits.push('durable');
  if (item.SnapStart?.ApplyOn === 'PublishedVersions') traits.push('snap-start');
  return traits;
}

/**
 * The aliases of one function as AWS spells them: weighted versions count as much as the target.
 * https://docs.aws.amazon.com/lambda/latest/api/API_ListAliases.html
 * @throws AwsCallError when any page cannot be read; reason `absent` when the function is gone.
 */
export function listWholeAliases(
  lambda: LambdaClient,
  functionName: string,
): Promise<readonly Alias[]> {
  return asked(LIST_ALIASES, async () => {
    const aliases: Alias[] = [];
    const all = pages(
      (Marker) =>
        lambda.send(
          new ListAliasesCommand({ FunctionName: functionName, ...(Marker && { Marker }) }),
        ),
      ({ NextMarker }) => NextMarker,
    );
    for await (const { Aliases } of all) {
      for (const alias of present(Aliases, 'Aliases')) aliases.push(aliasOf(alias));
    }
    return aliases;
  });
}

function aliasOf({ Name, FunctionVersion, RoutingConfig }: AliasConfiguration): Alias {
  const weights = Object.entries(RoutingConfig?.AdditionalVersionWeights ?? {});
  return {
    name: present(Name, 'Aliases[].Name'),
    pointsAt: present(FunctionVersion, 'FunctionVersion'),
    weights: weights.map(([version, weight]) => ({ version, weight })),
  };
}
