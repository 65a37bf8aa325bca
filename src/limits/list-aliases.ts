import type { LambdaClient } from '@aws-sdk/client-lambda';
import { ListAliasesCommand } from '@aws-sdk/client-lambda';

import type { AliasTargets } from '../model/aliases.ts';
import { PUBLISHED_VERSION } from '../model/function-versions.ts';
import { asked } from '../aws/failures.ts';
import { versionNumber } from './list-functions.ts';
import { pages, present } from '../aws/pages.ts';

export const LIST_ALIASES = 'lambda:ListAliases';

/**
 * The aliases of one function, weighted ones with both of their versions.
 * https://docs.aws.amazon.com/lambda/latest/api/API_ListAliases.html
 * @throws AwsCallError when any page cannot be read; reason `absent` when the function is gone.
 */
export async function listAliases(
  lambda: LambdaClient,
  functionName: string,
): Promise<readonly AliasTargets[]> {
  return asked(LIST_ALIASES, async () => {
    const aliases: AliasTargets[] = [];
    const all = pages(
      (Marker) =>
        lambda.send(
          new ListAliasesCommand({ FunctionName: functionName, ...(Marker && { Marker }) }),
        ),
      ({ NextMarker }) => NextMarker,
    );
    for await (const { Aliases } of all) {
      for (const alias of present(Aliases, 'Aliases')) {
        const weighted = Object.keys(alias.RoutingConfig?.AdditionalVersionWeights ?? {});
        const referred = [present(alias.FunctionVersion, 'FunctionVersion'), ...weighted];
        aliases.push({
          name: present(alias.Name, 'Aliases[].Name'),
          versions: referred
            .filter((version) => PUBLISHED_VERSION.test(version))
            .map(versionNumber),
        });
      }
    }
    return aliases;
  });
}
