import { Logger } from '@aws-lambda-powertools/logger';
import { S3Client } from '@aws-sdk/client-s3';

import type { Connection } from '../../aws/clients.ts';
import { makeClient, TrafficMeter } from '../../aws/clients.ts';
import { pruneStore } from '../../prune/apply/store.ts';
import { keepRequest, requestedRetention } from '../../prune/plan/settings.ts';
import type { Planning, PlanningRequest } from '../../prune/apply/planning.ts';
import { loadPlanning, makePlan, storePlanning } from '../../prune/apply/planning.ts';
import type { Configuration, ConfigurationFile } from '../../model/configuration.ts';
import type { PrunableAccount } from '../../prune/model/recheck.ts';
import type { LayersLeftOut } from '../../prune/model/layer.ts';
import type { CapLifter } from '../../prune/model/prune-plan.ts';
import { MINUTE_MS } from '../../model/time.ts';
import { bytes } from '../../model/units.ts';
import type { CollectEvidence, ReadCodeStorage } from '../../prune/ports.ts';
import { planText } from '../../prune/plan/text/plan.ts';
import { requestLines } from '../plan-figures.ts';
import { renewPlan } from '../../prune/apply/renewing.ts';
import { planRenewer } from './plan-collector.ts';
import type { PlanResponse } from './plan-answer.ts';
import { planResponse, renewalResponse } from './plan-answer.ts';
import type { PlanEvent } from './plan-event.ts';
import { readPlanEvent } from './plan-event.ts';
import { accountNowOf, loadAccounts, prunableNow, prunePrefix } from '../prune-account.ts';
import { EventNotUnderstood } from '../prune/prune-event.ts';
import type { PruneEnvironment } from '../prune/prune-handler.ts';
import type { InvocationContext } from '../world.ts';

export interface PlanEnvironment extends PruneEnvironment {
  /** Makes the reader of evidence. It uses only the read role, which cannot delete. */
  readonly collector: (
    connection: Connection,
    runId: string,
    purpose?: 'plan' | 'review',
  ) => CollectEvidence;
  readonly codeStorage: (connection: Connection, runId: string) => ReadCodeStorage;
}

/**
 * Returns the handler that makes, continues or renews a plan of deletions, and stores it for the prune function.
 * @throws EventNotUnderstood before any request to the planned account; AwsCallError when a plan cannot be stored.
 */
export function planHandler(
  file: ConfigurationFile,
  environment: PlanEnvironment,
): (event: unknown, context: InvocationContext) => Promise<PlanResponse> {
  return async (event, context) => {
    const { hash, collector, codeStorage, organisationAsker, ...world } = environment;
    const connection: Connection = { ...world, traffic: new TrafficMeter() };
    const known = await loadAccounts(file, connection);
    const { configuration } = known;
    const asked = readPlanEvent(event, { ...configuration, ...known });
    const runId = context.awsRequestId;
    const logger = new Logger({ serviceName: configuration.deployment });
    logger.appendKeys({ runId });
    const s3 = makeClient(S3Client, connection, { region: configuration.tooling.region });
    const store = pruneStore(s3, {
      bucket: configuration.state.bucket,
      prefix: prunePrefix(configuration),
      runId,
    });
    let begun: { readonly event: unknown; readonly planning?: Planning } = { event };
    if (asked.kind === 'continue') {
      const found = await loadPlanning(store, asked.from);
      if (found === undefined) {
        throw new EventNotUnderstood(`nothing was done. continue: there is no ${asked.from}`);
      }
      if (found.planning.begunAt > world.clock.now() + MINUTE_MS) {
        throw new EventNotUnderstood(
          `nothing was done. continue: ${asked.from} says that it began at a time that is yet to come; begin anew`,
        );
      }
      begun = found;
    }
    const first =
      asked.kind !== 'continue'
        ? asked
        : readPlanEvent(begun.event, { ...configuration, ...known });
    const session = `${file.deployment}-plan-${runId.slice(0, 8)}`;
    const readNow = accountNowOf(file, organisationAsker, connection, session);
    if (first.kind === 'renew') {
      const answer = await renewPlan(first.planId, begun.planning, {
        clock: world.clock,
        store,
        renew: planRenewer(file)(connection, runId),
        accountOf: (id) => prunableNow(file, known, id, readNow),
        hash,
      });
      if (answer.kind === 'unfinished') {
        await storePlanning(store, runId, { event: begun.event, planning: answer.planning });
      }
      const response = renewalResponse(first.planId, answer, runId);
      logger.info('renewal', { response });
      return response;
    }
    if (first.kind !== 'begin')
      throw new EventNotUnderstood('nothing was done. continue: see above');
    const configured = await prunableNow(file, known, first.event.account.id, readNow);
    const request = requestOf(first.event, configuration, configured);
    const answer = await makePlan(request, begun.planning, {
      clock: world.clock,
      store,
      collect: collector(connection, runId),
      codeStorage: codeStorage(connection, runId),
      hash,
      textOf: (plan, order) => planText(plan, requestLines(order)),
    });
    if (answer.kind === 'unfinished') {
      await storePlanning(store, runId, { event: begun.event, planning: answer.planning });
    }
    const response = planResponse(request, answer, runId);
    logger.info('plan', { response });
    return response;
  };
}

function requestOf(
  event: PlanEvent,
  configuration: Configuration,
  configured: PrunableAccount | undefined,
): PlanningRequest {
  const { account, functions, regions, olderThanDays, keepNewest, until } = event;
  const { liftCap, layers, requestedBy } = event;
  if (configured === undefined) throw new Error(`${account.id} is not in the configuration`);
  const fewer = keepRequest(configuration.versions, keepNewest, configured.allowsFewer);
  const isNarrowed = regions.length < account.regions.length;
  const lifters: readonly (CapLifter | false)[] = [
    configured.liftsCap && 'configuration',
    liftCap && 'request',
  ];
  return {
    account,
    configured,
    regions,
    filters: {
      functions,
      regions: isNarrowed ? regions : [],
      ...(olderThanDays !== undefined && { olderThanDays }),
      ...(until?.kind === 'bytes' && { targetBytes: bytes(until.bytes) }),
    },
    ...(layers && { layers: requestedLayers(functions, configured) }),
    ...(fewer !== undefined && { fewer }),
    settings: {
      retention: requestedRetention(configuration.versions, keepNewest, configured.allowsFewer),
      capLiftedBy: lifters.filter((lifter) => lifter !== false),
    },
    order: {
      ...(until?.kind === 'percent' && { untilPercent: until.percent }),
      ...(keepNewest !== undefined && { keepNewest }),
      ...(requestedBy !== undefined && { requestedBy }),
    },
  };
}

/** Returns `wanted`, or why layers are not planned: the configuration forbids it, or the request names functions. */
function requestedLayers(
  functions: readonly string[],
  { allowsLayers }: PrunableAccount,
): NonNullable<PlanningRequest['layers']> {
  const [first, ...others]: readonly LayersLeftOut[] = [
    ...(allowsLayers ? [] : (['not-allowed'] as const)),
    ...(functions.length === 0 ? [] : (['functions-named'] as const)),
  ];
  return first === undefined ? 'wanted' : { leftOut: [first, ...others] };
}
