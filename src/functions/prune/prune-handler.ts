import { Logger } from '@aws-lambda-powertools/logger';
import { S3Client } from '@aws-sdk/client-s3';

import type { Connection } from '../../aws/clients.ts';
import { makeClient, TrafficMeter } from '../../aws/clients.ts';
import { AwsCallError } from '../../aws/failures.ts';
import { pruneOpener, sessionNameOf } from '../../prune/delete/access.ts';
import { leases } from '../../prune/apply/lease.ts';
import { pruneStore } from '../../prune/apply/store.ts';
import { alertPublisher } from '../../alerts/topic/sns.ts';
import type { ApplyPorts } from '../../prune/apply/apply.ts';
import { DELETING_MS, pruneApply, SLICE_MS } from '../../prune/apply/apply.ts';
import { storePruneEnd } from '../../prune/apply/prune-end.ts';
import type { PruneProgress } from '../../prune/apply/progress.ts';
import { pruneStatus } from '../../prune/apply/journals.ts';
import type { AccountId } from '../../model/aws-ids.ts';
import { reportPrune } from '../../prune/apply/notify.ts';
import type { ConfigurationFile } from '../../model/configuration.ts';
import type { Hash } from '../../prune/model/prune-plan.ts';
import { memberRoleNames } from '../../model/role-names.ts';
import type { PruneStore } from '../../prune/ports.ts';
import { failureText } from '../../text/failure-text.ts';
import type { OrganisationAsker } from '../ask-organisation.ts';
import { deadline } from '../deadline.ts';
import {
  accountNowOf,
  fewerThanConfigured,
  loadAccounts,
  prunableNow,
  prunePrefix,
} from '../prune-account.ts';
import type { PruneResponse } from './prune-answer.ts';
import { applyResponse, statusResponse } from './prune-answer.ts';
import { readPruneEvent } from './prune-event.ts';
import type { InvocationContext, World } from '../world.ts';

/** Time reserved before Lambda's timeout for the journal, measurements and the notification. */
const RESERVE_MS = 10_000;

export interface PruneEnvironment extends World {
  readonly hash: Hash;
  /** Makes the reader of discovered accounts. Required if the configuration has discovery rules. */
  readonly organisationAsker?: OrganisationAsker;
}

/**
 * Returns the handler of the prune function. An invocation deletes as much of a stored plan as its time allows, or
 * returns the plan's status.
 * @throws EventNotUnderstood before any request; AwsCallError when the journal cannot be read or written.
 */
export function pruneHandler(
  file: ConfigurationFile,
  environment: PruneEnvironment,
): (event: unknown, context: InvocationContext) => Promise<PruneResponse> {
  return async (event, context) => {
    const request = readPruneEvent(event);
    const { hash, organisationAsker, ...world } = environment;
    const { deployment, tooling, alerts, versions } = file;
    const runId = context.awsRequestId;
    const logger = new Logger({ serviceName: deployment });
    logger.appendKeys({ runId, planId: request.planId });
    const connection: Connection = { ...world, traffic: new TrafficMeter() };
    const s3 = makeClient(S3Client, connection, { region: tooling.region });
    const place = { bucket: file.state.bucket, prefix: prunePrefix(file), runId };
    const store = pruneStore(s3, place);
    if (request.kind === 'status') {
      const status = await pruneStatus(request.planId, store, hash);
      return statusResponse(request.planId, status, fewerThanConfigured(file));
    }
    const known = await loadAccounts(file, connection);
    const { configuration } = known;
    const remainingMs = context.getRemainingTimeInMillis() - RESERVE_MS;
    const timeLimit = deadline(world.clock, Math.min(SLICE_MS, remainingMs));
    const deleting: Connection = { ...connection, signal: timeLimit.signal };
    const session = `${deployment}-prune-${runId.slice(0, 8)}`;
    const readNow = accountNowOf(file, organisationAsker, deleting, session);
    const about = { deployment, topicArn: alerts.topicArn };
    const publish = alertPublisher(connection, tooling.region);
    const publishing = { clock: world.clock, store, publish };
    const ports: ApplyPorts = {
      clock: world.clock,
      store,
      takeLease: leases(s3, place, world.clock, (lease) => logger.warn('lease', { ...lease })),
      open: (work) =>
        pruneOpener(deleting, {
          toolingRegion: tooling.region,
          role: { ...configuration.role, name: memberRoleNames(deployment).prune },
          sessionName: sessionNameOf(deployment, work.account, runId),
        })(work),
      report: (progress, deletedNow) => reportPrune(progress, deletedNow, about, publishing),
      hash,
    };
    const rules = {
      retention: versions,
      accountOf: (id: AccountId) => prunableNow(file, known, id, readNow),
    };
    const deleteForMs = Math.min(DELETING_MS, remainingMs - (SLICE_MS - DELETING_MS));
    try {
      const answer = await pruneApply({ ...request, deleteForMs }, rules, ports);
      const response = applyResponse(request.planId, answer, world.clock.now());
      logger.info('prune', { response });
      if (answer.kind !== 'slice') return response;
      const endNotKept = await storeEnd(answer.progress, store);
      if (endNotKept === undefined) return response;
      logger.error('end not kept', { failure: endNotKept });
      return { ...response, endNotKept };
    } finally {
      timeLimit.cancel();
    }
  };
}

/** Stores the result of a finished plan. Returns S3's failure as text, as deletions are done; otherwise undefined. */
async function storeEnd(progress: PruneProgress, store: PruneStore): Promise<string | undefined> {
  try {
    await storePruneEnd(progress, store);
    return undefined;
  } catch (error) {
    if (error instanceof AwsCallError) return failureText(error.failure);
    throw error;
  }
}
