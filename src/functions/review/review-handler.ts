import { Logger } from '@aws-lambda-powertools/logger';
import { S3Client } from '@aws-sdk/client-s3';

import type { Connection } from '../../aws/clients.ts';
import { makeClient, TrafficMeter } from '../../aws/clients.ts';
import { ThrottleGate } from '../../aws/pacing.ts';
import type { Configuration, ConfigurationFile } from '../../model/configuration.ts';
import { HOUR_MS, MINUTE_MS } from '../../model/time.ts';
import type { Planning, StoredPlanning } from '../../prune/apply/planning.ts';
import { reviewTextName } from '../../prune/apply/documents.ts';
import type { ReviewRequest } from '../../prune/apply/reviewing.ts';
import { loadReview, makeReview, REVIEW_PLANNING } from '../../prune/apply/reviewing.ts';
import { loadPlanning, storePlanning } from '../../prune/apply/planning.ts';
import { pruneStore } from '../../prune/apply/store.ts';
import type { PrunableAccount } from '../../prune/model/recheck.ts';
import { requestedRetention } from '../../prune/plan/settings.ts';
import { reviewText } from '../../prune/plan/text/review-text.ts';
import type { PruneStore } from '../../prune/ports.ts';
import { requestLines } from '../plan-figures.ts';
import type { PlanEnvironment } from '../plan/plan-handler.ts';
import { accountNowOf, loadAccounts, prunableNow, reviewPrefix } from '../prune-account.ts';
import { EventNotUnderstood } from '../prune/prune-event.ts';
import type { InvocationContext } from '../world.ts';
import type { ReviewResponse } from './review-answer.ts';
import { reviewResponse, shownReview } from './review-answer.ts';
import type { NarrowedEvent } from '../plan/plan-event.ts';
import { readReviewEvent } from './review-event.ts';

/** How long after its beginning a review can be continued. Older reads are outdated. */
const CONTINUE_WITHIN_MS = 24 * HOUR_MS;

/**
 * Returns the handler that reviews an account that may not be pruned. Reviews are stored apart from plans and
 * cannot be applied.
 * @throws EventNotUnderstood before any request to the reviewed account; AwsCallError when a review cannot be stored.
 */
export function reviewHandler(
  file: ConfigurationFile,
  environment: PlanEnvironment,
): (event: unknown, context: InvocationContext) => Promise<ReviewResponse> {
  return async (event, context) => {
    const { hash, collector, codeStorage, organisationAsker, ...world } = environment;
    const connection: Connection = { ...world, traffic: new TrafficMeter() };
    const known = await loadAccounts(file, connection);
    const { configuration } = known;
    const accounts = { ...configuration, ...known };
    const asked = readReviewEvent(event, accounts);
    const runId = context.awsRequestId;
    const s3 = makeClient(S3Client, connection, { region: configuration.tooling.region });
    const { bucket } = configuration.state;
    const store = pruneStore(s3, { bucket, prefix: reviewPrefix(configuration), runId });
    if (asked.kind === 'show') {
      const { reviewId } = asked;
      const textAt = store.locationOf(reviewTextName(reviewId));
      return shownReview(await loadReview(store, reviewId, hash), { reviewId, textAt }, asked);
    }
    const begun: { readonly event: unknown; readonly planning?: Planning } =
      asked.kind === 'begin' ? { event } : await loadPartial(asked.from, store, world.clock.now());
    const first = asked.kind === 'begin' ? asked : readReviewEvent(begun.event, accounts);
    if (first.kind !== 'begin')
      throw new EventNotUnderstood('nothing was done. continueReview: see above');
    const { account } = first.event;
    const session = `${file.deployment}-review-${runId.slice(0, 8)}`;
    const readNow = accountNowOf(file, organisationAsker, connection, session);
    const configured = await prunableNow(file, known, account.id, readNow);
    const gate = new ThrottleGate(world.clock);
    const paced: Connection = { ...connection, gate };
    const answer = await makeReview(
      requestOf(first.event, configuration, configured),
      begun.planning,
      {
        clock: world.clock,
        store,
        collect: collector(paced, runId, 'review'),
        codeStorage: codeStorage(paced, runId),
        hash,
        textOf: (review) => reviewText(review, requestLines(review)),
      },
    );
    if (answer.kind === 'unfinished') {
      const stored = { event: begun.event, planning: answer.planning };
      await storePlanning(store, runId, stored, REVIEW_PLANNING);
    }
    const response = reviewResponse(answer, { account, runId, throttled: gate.isClosed });
    const logger = new Logger({ serviceName: configuration.deployment });
    logger.appendKeys({ runId });
    logger.info('review', { response });
    return response;
  };
}

/** Returns an unfinished review. @throws EventNotUnderstood when it is missing or too old. */
async function loadPartial(from: string, store: PruneStore, now: number): Promise<StoredPlanning> {
  const found = await loadPlanning(store, from, REVIEW_PLANNING);
  if (found === undefined) {
    throw new EventNotUnderstood(`nothing was done. continueReview: there is no ${from}`);
  }
  const { begunAt } = found.planning;
  if (begunAt > now + MINUTE_MS || begunAt < now - CONTINUE_WITHIN_MS) {
    throw new EventNotUnderstood(
      `nothing was done. continueReview: ${from} began more than 24 hours ago, or at a time that is yet to come; begin anew`,
    );
  }
  return found;
}

function requestOf(
  event: NarrowedEvent,
  { versions }: Configuration,
  configured: PrunableAccount | undefined,
): ReviewRequest {
  const { account, functions, regions, olderThanDays, keepNewest, requestedBy } = event;
  if (configured === undefined) throw new Error(`${account.id} is not in the configuration`);
  return {
    account,
    configured,
    regions,
    filters: {
      functions,
      regions: regions.length < account.regions.length ? regions : [],
      ...(olderThanDays !== undefined && { olderThanDays }),
    },
    settings: {
      retention: requestedRetention(versions, keepNewest, configured.allowsFewer),
      capLiftedBy: [],
    },
    ...(requestedBy !== undefined && { requestedBy }),
  };
}
