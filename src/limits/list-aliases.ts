import type { AliasTargets } from '../model/aliases.ts';
import { PUBLISHED_VERSION } from '../model/function-versions.ts';
import { withOperation } from '../aws/failures.ts';
import { versionNumber } from './list-functions.ts';
import type { AwsOperations } from '../aws/operations.ts';
import { pages, required } from '../aws/pages.ts';
import { NOBODYS_NAME } from '../aws/probe.ts';
import type { LimitAction } from './limit.ts';
import { LAMBDA_ITEMS_A_PAGE, pagesOf } from './pages-of.ts';

export const LIST_ALIASES = 'lambda:ListAliases';

/** Of functions that have versions beyond those that are kept anyway; the youngest may be too young. */
export const ALIASES_OF_FUNCTIONS: LimitAction = {
  action: LIST_ALIASES,
  reason: 'Versions that an alias points at or weights are in use.',
  // Of a function that does not exist: Lambda answers 404, or 403 without the permission.
  probe: {
    ask: ({ aws }) => aws[LIST_ALIASES]({ FunctionName: NOBODYS_NAME }),
    grantedBy: ['ResourceNotFoundException'],
  },
  remembered: 'aliases',
  callsPerRun: ({ functions, versionsPerFunction, aliasesPerFunction }, { keepNewest }) =>
    versionsPerFunction > keepNewest
      ? functions * pagesOf(aliasesPerFunction, LAMBDA_ITEMS_A_PAGE)
      : 0,
};

/**
 * The aliases of one function, weighted ones with both of their versions.
 * https://docs.aws.amazon.com/lambda/latest/api/API_ListAliases.html
 * @throws AwsCallError when any page cannot be read; reason `absent` when the function is gone.
 */
export async function listAliases(
  aws: Pick<AwsOperations, typeof LIST_ALIASES>,
  functionName: string,
): Promise<readonly AliasTargets[]> {
  return withOperation(LIST_ALIASES, async () => {
    const aliases: AliasTargets[] = [];
    const all = pages(
      (Marker) => aws[LIST_ALIASES]({ FunctionName: functionName, ...(Marker && { Marker }) }),
      ({ NextMarker }) => NextMarker,
    );
    for await (const { Aliases } of all) {
      for (const alias of required(Aliases, 'Aliases')) {
        const weighted = Object.keys(alias.RoutingConfig?.AdditionalVersionWeights ?? {});
        const referred = [required(alias.FunctionVersion, 'FunctionVersion'), ...weighted];
        aliases.push({
          name: required(alias.Name, 'Aliases[].Name'),
          versions: referred
            .filter((version) => PUBLISHED_VERSION.test(version))
            .map(versionNumber),
          ...(alias.RevisionId !== undefined && { revision: alias.RevisionId }),
        });
      }
    }
    return aliases;
  });
}
