import type { AliasConfiguration } from '@aws-sdk/client-lambda';

import type { AliasTargets } from '../model/aliases.ts';
import { PUBLISHED_VERSION } from '../model/function-versions.ts';
import { versionNumber } from './list-functions.ts';
import type { AwsOperations } from '../aws/operations.ts';
import { listAll, required, LAMBDA_ITEMS_A_PAGE, pagesOf } from '../aws/pages.ts';
import { UNUSED_NAME } from '../aws/probe.ts';
import type { LimitAction } from './limit.ts';

export const LIST_ALIASES = 'lambda:ListAliases';

export const ALIASES_OF_FUNCTIONS: LimitAction = {
  action: LIST_ALIASES,
  reason: 'Versions that an alias points at or weights are in use.',
  // With the permission, Lambda answers 404 for this function name; without it, 403.
  probe: {
    ask: ({ aws }) => aws[LIST_ALIASES]({ FunctionName: UNUSED_NAME }),
    grantedBy: ['ResourceNotFoundException'],
  },
  remembered: 'aliases',
  callsPerRun: ({ functions, versionsPerFunction, aliasesPerFunction }, { keepNewest }) =>
    versionsPerFunction > keepNewest
      ? functions * pagesOf(aliasesPerFunction, LAMBDA_ITEMS_A_PAGE)
      : 0,
};

/**
 * The aliases of one function. An alias that routes traffic by weight has both of its versions.
 * https://docs.aws.amazon.com/lambda/latest/api/API_ListAliases.html
 * @throws AwsCallError; its reason is `absent` when the function does not exist.
 */
export function listAliases(
  aws: Pick<AwsOperations, typeof LIST_ALIASES>,
  FunctionName: string,
): Promise<readonly AliasTargets[]> {
  return listAll(
    LIST_ALIASES,
    (Marker) => aws[LIST_ALIASES]({ FunctionName, ...(Marker && { Marker }) }),
    ({ NextMarker }) => NextMarker,
    ({ Aliases }) => required(Aliases, 'Aliases').map(targetsOf),
  );
}

function targetsOf({
  Name,
  FunctionVersion,
  RoutingConfig,
  RevisionId,
}: AliasConfiguration): AliasTargets {
  const weighted = Object.keys(RoutingConfig?.AdditionalVersionWeights ?? {});
  const versions = [required(FunctionVersion, 'FunctionVersion'), ...weighted];
  return {
    name: required(Name, 'Aliases[].Name'),
    versions: versions.filter((version) => PUBLISHED_VERSION.test(version)).map(versionNumber),
    ...(RevisionId !== undefined && { revision: RevisionId }),
  };
}
