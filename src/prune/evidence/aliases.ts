import type { AliasConfiguration } from '@aws-sdk/client-lambda';

import type { Alias, Reading } from '../model/inventory.ts';
import { listAll, required } from '../../aws/pages.ts';
import { reading } from './collect/read.ts';
import type { EvidenceReads, Source } from './caller.ts';
import { UNUSED_NAME } from '../../aws/probe.ts';
import { LAMBDA_PACE, NO_SUCH_RESOURCE } from './caller.ts';

const LIST_ALIASES = 'lambda:ListAliases';

export const aliases: Source<'aliases', typeof LIST_ALIASES> = {
  check: 'aliases',
  label: 'aliases',
  grants: {
    [LIST_ALIASES]: {
      reason: 'Versions that an alias points at or weights are in use.',
      pace: LAMBDA_PACE,
      probe: ({ call }) => call(LIST_ALIASES, { FunctionName: UNUSED_NAME }),
      grantedBy: NO_SUCH_RESOURCE,
    },
  },
};

/** Reads all aliases of a function. https://docs.aws.amazon.com/lambda/latest/api/API_ListAliases.html */
export function aliasesOf(
  { call }: Pick<EvidenceReads<typeof LIST_ALIASES>, 'call'>,
  functionName: string,
): Promise<Reading<readonly Alias[]>> {
  return reading(LIST_ALIASES, () =>
    listAll(
      LIST_ALIASES,
      (Marker) => call(LIST_ALIASES, { FunctionName: functionName, Marker }),
      ({ NextMarker }) => NextMarker,
      ({ Aliases }) => required(Aliases, 'Aliases').map(aliasIn),
    ),
  );
}

function aliasIn(alias: AliasConfiguration): Alias {
  const { Name, FunctionVersion, RoutingConfig, RevisionId: revision } = alias;
  const weights = Object.entries(RoutingConfig?.AdditionalVersionWeights ?? {});
  return {
    name: required(Name, 'Aliases[].Name'),
    pointsAt: required(FunctionVersion, 'Aliases[].FunctionVersion'),
    weights: weights.map(([version, weight]) => ({ version, weight })),
    ...(revision !== undefined && { revision }),
  };
}
