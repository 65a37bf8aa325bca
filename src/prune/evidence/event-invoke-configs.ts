import type { FunctionEventInvokeConfig } from '@aws-sdk/client-lambda';

import type { Region } from '../../model/aws-ids.ts';
import type { Evidence, VersionUse } from '../model/evidence.ts';
import { noteFindings, usesIn } from './reference-notes.ts';
import { readText } from './references/read-callers.ts';
import { listAll, required } from '../../aws/pages.ts';
import type { Home } from './function-reference.ts';
import { ownReference, useOf } from './function-reference.ts';
import { evidenceFrom, reading } from './collect/read.ts';
import type { ComposedCaller, EvidenceReads } from './caller.ts';
import { UNUSED_NAME } from '../../aws/probe.ts';
import { LAMBDA_PACE, NO_SUCH_RESOURCE } from './caller.ts';

export const LIST_EVENT_INVOKE_CONFIGS = 'lambda:ListFunctionEventInvokeConfigs';

/** The check for versions with settings of their own for asynchronous invocation. */
export const eventInvokeConfigs: ComposedCaller<
  'event-invoke-configs',
  typeof LIST_EVENT_INVOKE_CONFIGS
> = {
  check: 'event-invoke-configs',
  label: 'event-invoke configurations',
  sentence: 'has an event-invoke configuration',
  whenApplying: 'read-each-slice',
  grants: {
    [LIST_EVENT_INVOKE_CONFIGS]: {
      reason: 'Versions with settings or destinations of their own are in use.',
      pace: LAMBDA_PACE,
      probe: ({ call }) => call(LIST_EVENT_INVOKE_CONFIGS, { FunctionName: UNUSED_NAME }),
      grantedBy: NO_SUCH_RESOURCE,
    },
  },
  kind: 'composed',
};

/** The check for versions to which another function sends its asynchronous results. */
export const asyncDestinations: ComposedCaller<
  'async-destinations',
  typeof LIST_EVENT_INVOKE_CONFIGS
> = {
  check: 'async-destinations',
  label: 'asynchronous destinations',
  sentence: 'asynchronous destination of',
  whenApplying: 'aged',
  grants: eventInvokeConfigs.grants,
  kind: 'composed',
};

/** Reads a function's asynchronous settings and their destinations. https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctionEventInvokeConfigs.html */
export async function readEventInvokeConfigs(
  reads: EvidenceReads<typeof LIST_EVENT_INVOKE_CONFIGS>,
  functionName: string,
) {
  const scope = { kind: 'function', region: reads.region, functionName } as const;
  const destinations: VersionUse[] = [];
  const found = await reading(LIST_EVENT_INVOKE_CONFIGS, () =>
    listAll(
      LIST_EVENT_INVOKE_CONFIGS,
      (Marker) => reads.call(LIST_EVENT_INVOKE_CONFIGS, { FunctionName: functionName, Marker }),
      ({ NextMarker }) => NextMarker,
      ({ FunctionEventInvokeConfigs }) =>
        required(FunctionEventInvokeConfigs, 'FunctionEventInvokeConfigs').flatMap((config) => {
          const uses = useOf(
            ownReference(config.FunctionArn, reads),
            'asynchronous invocation settings',
          );
          destinations.push(...destinationsIn(config, functionName, reads));
          return uses;
        }),
    ),
  );
  const evidence = evidenceFrom('event-invoke-configs', scope, found);
  return { evidence, destinations };
}

/**
 * Returns the versions of this account that are destinations. Destinations set in another account are not read here:
 * sending to a version needs its resource policy, which another check reads. https://docs.aws.amazon.com/lambda/latest/api/API_OnSuccess.html
 */
function destinationsIn(
  { DestinationConfig }: FunctionEventInvokeConfig,
  functionName: string,
  home: Home,
): readonly VersionUse[] {
  const targets = [DestinationConfig?.OnSuccess, DestinationConfig?.OnFailure];
  const notes = targets.flatMap((target) =>
    noteFindings(
      readText(target?.Destination, home),
      `asynchronous destination of ${functionName}`,
    ),
  );
  return usesIn(notes, home.region, []).uses;
}

/**
 * Returns the destinations of all functions of a Region as evidence. It is failed if the settings of one function, in
 * `configs`, could not be read, since they may name any version. A function that was deleted meanwhile does not count.
 */
export function destinationEvidence(
  region: Region,
  configs: readonly Evidence[],
  destinations: readonly VersionUse[],
): Evidence {
  const scope = { kind: 'region', region } as const;
  for (const { outcome } of configs) {
    if (outcome.kind === 'failed' && outcome.failure.reason !== 'absent') {
      return { check: 'async-destinations', scope, outcome };
    }
  }
  return { check: 'async-destinations', scope, outcome: { kind: 'read', uses: destinations } };
}
