import { ListProvisionedConcurrencyConfigsCommand } from '@aws-sdk/client-lambda';

import type { Evidence, VersionUse } from '../model/evidence.ts';
import { pages, present } from '../../aws/pages.ts';
import { ownReference, useOf } from './function-reference.ts';
import { readEvidence } from './collect/read.ts';
import type { LambdaReads } from './collect/rates.ts';

export const LIST_PROVISIONED = 'lambda:ListProvisionedConcurrencyConfigs';

/**
 * The versions of one function that are kept ready; one in any status counts.
 * https://docs.aws.amazon.com/lambda/latest/api/API_ListProvisionedConcurrencyConfigs.html
 */
export function readProvisionedConcurrency(
  reads: LambdaReads,
  functionName: string,
): Promise<Evidence> {
  const scope = { kind: 'function', region: reads.region, functionName } as const;
  return readEvidence('provisioned-concurrency', scope, LIST_PROVISIONED, async () => {
    const uses: VersionUse[] = [];
    const all = pages(
      (Marker) =>
        reads.lambda.send(
          new ListProvisionedConcurrencyConfigsCommand({
            FunctionName: functionName,
            ...(Marker && { Marker }),
          }),
        ),
      ({ NextMarker }) => NextMarker,
    );
    for await (const { ProvisionedConcurrencyConfigs: configs } of all) {
      for (const { FunctionArn } of present(configs, 'ProvisionedConcurrencyConfigs')) {
        uses.push(...useOf(ownReference(FunctionArn, reads), FunctionArn ?? ''));
      }
    }
    return uses;
  });
}
