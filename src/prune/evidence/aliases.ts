import type { AliasConfiguration } from '@aws-sdk/client-lambda';
import { ListAliasesCommand } from '@aws-sdk/client-lambda';

import type { Alias, Reading } from '../model/inventory.ts';
import { LIST_ALIASES } from '../../limits/list-aliases.ts';
import { pages, present } from '../../aws/pages.ts';
import { reading } from './collect/read.ts';
import type { LambdaReads } from './collect/rates.ts';

/**
 * The aliases of one function as AWS spells them, weights apart from targets: both receive calls.
 * https://docs.aws.amazon.com/lambda/latest/api/API_ListAliases.html
 */
export function aliasesOf(
  { lambda }: Pick<LambdaReads, 'lambda'>,
  functionName: string,
): Promise<Reading<readonly Alias[]>> {
  return reading(LIST_ALIASES, async () => {
    const aliases: Alias[] = [];
    const all = pages(
      (Marker) =>
        lambda.send(
          new ListAliasesCommand({ FunctionName: functionName, ...(Marker && { Marker }) }),
        ),
      ({ NextMarker }) => NextMarker,
    );
    for await (const { Aliases } of all) aliases.push(...present(Aliases, 'Aliases').map(aliasIn));
    return aliases;
  });
}

function aliasIn({ Name, FunctionVersion, RoutingConfig, RevisionId }: AliasConfiguration): Alias {
  const weights = Object.entries(RoutingConfig?.AdditionalVersionWeights ?? {});
  return {
    name: present(Name, 'Aliases[].Name'),
    pointsAt: present(FunctionVersion, 'Aliases[].FunctionVersion'),
    weights: weights.map(([version, weight]) => ({ version, weight })),
    ...(RevisionId !== undefined && { revision: RevisionId }),
  };
}
