import { pages, required } from '../../aws/pages.ts';
import { readEvidence } from './collect/read.ts';
import type { VersionCaller } from './caller.ts';
import { UNUSED_NAME } from '../../aws/probe.ts';
import { NO_SUCH_RESOURCE } from './caller.ts';

export const LIST_DURABLE_EXECUTIONS = 'lambda:ListDurableExecutionsByFunction';

/**
 * The check for versions with a running durable execution, which may last up to a year and keeps its version.
 * https://docs.aws.amazon.com/lambda/latest/api/API_ListDurableExecutionsByFunction.html
 */
export const durableExecutions: VersionCaller<
  'durable-executions',
  typeof LIST_DURABLE_EXECUTIONS
> = {
  check: 'durable-executions',
  label: 'durable executions',
  sentence: 'has a',
  whenApplying: 'aged',
  concerns: ({ traits }) => traits.includes('durable'),
  grants: {
    [LIST_DURABLE_EXECUTIONS]: {
      reason: 'Versions with running durable executions are in use.',
      // AWS allows 15 requests a second for this call alone: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
      pace: { name: 'durable', perSecond: 12 },
      probe: ({ call }) =>
        call(LIST_DURABLE_EXECUTIONS, { FunctionName: UNUSED_NAME, Qualifier: '1' }),
      grantedBy: NO_SUCH_RESOURCE,
    },
  },
  kind: 'version',

  read({ call }, { region, functionName, version }) {
    const scope = { kind: 'version', region, functionName, version } as const;
    return readEvidence('durable-executions', scope, LIST_DURABLE_EXECUTIONS, async () => {
      const all = pages(
        (Marker) =>
          call(LIST_DURABLE_EXECUTIONS, {
            FunctionName: functionName,
            Qualifier: version,
            Statuses: ['RUNNING'],
            Marker,
          }),
        ({ NextMarker }) => NextMarker,
      );
      for await (const { DurableExecutions } of all) {
        const [running] = required(DurableExecutions, 'DurableExecutions');
        if (running === undefined) continue;
        const name = running.DurableExecutionName ?? running.DurableExecutionArn ?? '';
        return [{ region, functionName, version, by: `running durable execution ${name}` }];
      }
      return [];
    });
  },
};
