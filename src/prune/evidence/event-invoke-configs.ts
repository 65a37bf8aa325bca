import type { FunctionEventInvokeConfig } from '@aws-sdk/client-lambda';

import type { Region } from '../../model/aws-ids.ts';
import type { Evidence, VersionUse } from '../model/evidence.ts';
import { notedFindings, usesIn } from './reference-notes.ts';
import { readText } from './references/read-callers.ts';
import { listAll, required } from '../../aws/pages.ts';
import type { Home } from './function-reference.ts';
import { ownReference, useOf } from './function-reference.ts';
import { evidenceFrom, reading } from './collect/read.ts';
import type { ComposedCaller, EvidenceReads } from './caller.ts';
import { UNUSED_NAME } from '../../aws/probe.ts';
import { LAMBDA_PACE, NO_SUCH_RESOURCE } from './caller.ts';

export const LIST_EVENT_INVOKE_CONFIGS = 'lambda:ListFunctionEventInvokeConfigs';

/** How versions of a function are invoked asynchronously, by settings of their own. */
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

/** Where functions send the results of asynchronous calls, from the same answers. */
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

/** One answer serves two checks: about the function itself, and about those that it sends its results to. */
export interface EventInvokeConfigs {
  readonly evidence: Evidence;
  readonly destinations: readonly VersionUse[];
}

/**
 * How one function is invoked asynchronously, version by version, and where its results go.
 * https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctionEventInvokeConfigs.html
 */
export async function readEventInvokeConfigs(
  reads: EvidenceReads<typeof LIST_EVENT_INVOKE_CONFIGS>,
  functionName: string,
): Promise<EventInvokeConfigs> {
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
 * A destination may also be a queue, a topic, an event bus or a bucket. Its ARN may name any Region and
 * account: https://docs.aws.amazon.com/lambda/latest/api/API_OnSuccess.html. One in another Region
 * counts there. From another account a version can only be called by a policy of its own, which is read
 * by itself: https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-cross-account.html.
 */
function destinationsIn(
  { DestinationConfig }: FunctionEventInvokeConfig,
  functionName: string,
  home: Home,
): readonly VersionUse[] {
  const targets = [DestinationConfig?.OnSuccess, DestinationConfig?.OnFailure];
  const notes = targets.flatMap((target) =>
    notedFindings(
      readText(target?.Destination, home),
      `asynchronous destination of ${functionName}`,
    ),
  );
  return usesIn(notes, home.region, []).uses;
}

/**
 * What the functions of a Region send their results to. `configs` is what was read of every function
 * of the Region: without the answer of one of them it is unknown where it sends its own, which may be any
 * version of any function. One that has been deleted since sends nothing.
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
