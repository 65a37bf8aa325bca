import { ListDurableExecutionsByFunctionCommand } from '@aws-sdk/client-lambda';

import type { Evidence } from '../model/evidence.ts';
import type { VersionRef } from '../model/version.ts';
import { pages, present } from '../../aws/pages.ts';
import { readEvidence } from './collect/read.ts';
import type { PruneReads } from './collect/rates.ts';

export const LIST_DURABLE_EXECUTIONS = 'lambda:ListDurableExecutionsByFunction';

/**
 * Whether executions of a version are under way: they may last up to a year, and go on with the
 * version that began them. One is enough.
 * https://docs.aws.amazon.com/lambda/latest/api/API_ListDurableExecutionsByFunction.html
 */
export function readDurableExecutions(
  { durable }: Pick<PruneReads, 'durable'>,
  { region, functionName, version }: VersionRef,
): Promise<Evidence> {
  const scope = { kind: 'version', region, functionName, version } as const;
  return readEvidence('durable-executions', scope, LIST_DURABLE_EXECUTIONS, async () => {
    const all = pages(
      (Marker) =>
        durable.send(
          new ListDurableExecutionsByFunctionCommand({
            FunctionName: functionName,
            Qualifier: version,
            Statuses: ['RUNNING'],
            ...(Marker && { Marker }),
          }),
        ),
      ({ NextMarker }) => NextMarker,
    );
    for await (const { DurableExecutions } of all) {
      const [running] = present(DurableExecutions, 'DurableExecutions');
      if (running === undefined) continue;
      const name = running.DurableExecutionName ?? running.DurableExecutionArn ?? '';
      return [{ region, functionName, version, by: `running durable execution ${name}` }];
    }
    return [];
  });
}
