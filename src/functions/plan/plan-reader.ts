import { S3Client } from '@aws-sdk/client-s3';

import type { Connection } from '../../aws/clients.ts';
import { makeClient } from '../../aws/clients.ts';
import { TrafficMeter } from '../../aws/traffic.ts';
import type { ConfigurationFile } from '../../model/configuration.ts';
import { planLister, pruneStore } from '../../prune/apply/store.ts';
import { belowFloor } from '../../prune/plan/settings.ts';
import { keptAccounts } from '../kept-accounts.ts';
import { prunePrefix } from '../prune-account.ts';
import type { PruneEnvironment } from '../prune/prune-handler.ts';
import type { InvocationContext } from '../world.ts';
import { readPlanQuestion } from './plan-question.ts';
import type { QuestionResponse } from './plan-question-answer.ts';
import { answerQuestion } from './plan-question-answer.ts';

/**
 * The plan function's answers about stored plans. It assumes no role and stores nothing.
 * @throws EventNotUnderstood before any request; AwsCallError when the store fails.
 */
export function planReader(
  file: ConfigurationFile,
  environment: PruneEnvironment,
): (event: unknown, context: InvocationContext) => Promise<QuestionResponse> {
  return async (event, context) => {
    const { digest, organisationAsker: _, ...world } = environment;
    const connection: Connection = { ...world, traffic: new TrafficMeter() };
    const known = await keptAccounts(file, connection);
    const question = readPlanQuestion(event, { ...known.configuration, ...known });
    const { tooling, state, versions } = file;
    const s3 = makeClient(S3Client, connection, { region: tooling.region });
    const runId = context.awsRequestId;
    const place = { bucket: state.bucket, prefix: prunePrefix(file), runId };
    return answerQuestion(question, {
      clock: world.clock,
      store: pruneStore(s3, place),
      list: planLister(s3, place),
      digest,
      fewerOf: ({ account }, { keepNewest }) => {
        const listed = file.accounts.find(({ id }) => id === account.id);
        return belowFloor(versions, keepNewest, listed?.prune.allowsFewer === true);
      },
    });
  };
}
