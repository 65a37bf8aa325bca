import { S3Client } from '@aws-sdk/client-s3';

import { PUT_EVENTS } from '../../alerts/ports.ts';
import { effectiveMutes } from '../../alerts/mutes/effective.ts';
import { muteStore } from '../../alerts/mutes/mute-store.ts';
import { describeMute, muteCoverage } from '../../alerts/notices/mutes.ts';
import { judgeSubscriptions } from '../../alerts/notices/subscriptions.ts';
import { watchedTopics } from '../../alerts/notices/watched-topics.ts';
import { LIST_SUBSCRIPTIONS, subscriptionReader } from '../../alerts/topic/sns.ts';
import { topicName } from '../../alerts/words/subscriptions-notice.ts';
import type { Connection } from '../../aws/clients.ts';
import { makeClient } from '../../aws/clients.ts';
import { GET_OBJECT, PUT_OBJECT } from '../../aws/state-object.ts';
import {
  diagnoseAttempt,
  diagnoseBucketPolicy,
  diagnoseMemory,
  diagnoseSubscriptions,
  diagnoseWrite,
} from '../../doctor/diagnose.ts';
import { MemoryAccess } from '../../doctor/memory-access.ts';
import type { CheckResult } from '../../doctor/model.ts';
import { GET_BUCKET_POLICY, readBucketPolicy } from '../../doctor/bucket-policy.ts';
import { PUBLISH, testPublisher } from '../../doctor/send/topics.ts';
import { writeWithWrongDigest } from '../../doctor/memory-access.ts';
import { bucketStatements } from '../../documents/bucket-policy.ts';
import { increaseStore } from '../../increases/store.ts';
import { readingsKey } from '../../limits/remembered/format.ts';
import { watchedDefinitions } from '../../limits/watched-limits.ts';
import { accountId } from '../../model/aws-ids.ts';
import type { Configuration } from '../../model/configuration.ts';
import { ENDED } from '../../prune/apply/documents.ts';
import { prunePrefix } from '../prune-account.ts';
import { toolingAccountFinding } from '../tooling-account.ts';
import { reportsOf } from './reports.ts';

const UNUSED_ACCOUNT = accountId('000000000000');

type Examination = (
  configuration: Configuration,
  connection: Connection,
  finding: ReturnType<typeof toolingAccountFinding>,
) => Promise<readonly CheckResult[]>;

/**
 * Tries the permissions of the watch function in the tooling account. Nothing is published unless
 * `isSending`.
 */
export async function examineHome(
  configuration: Configuration,
  connection: Connection,
  isSending: boolean,
): Promise<readonly CheckResult[]> {
  const { tooling, alerts, deploy } = configuration;
  const finding = toolingAccountFinding(tooling);
  const examined: (readonly CheckResult[])[] = [];
  for (const examine of EXAMINATIONS) {
    examined.push(await examine(configuration, connection, finding));
  }
  return [
    ...(deploy?.schedulePaused === true
      ? [finding('schedule', { state: 'problem', fact: 'schedule-paused' })]
      : []),
    ...examined.flat(),
    ...(isSending
      ? await sendTests(configuration, connection, finding)
      : [finding(PUBLISH, { state: 'not-tried', fact: 'would-publish' })]),
    ...(alerts.eventBusArn === undefined
      ? []
      : [finding(PUT_EVENTS, { state: 'not-tried', fact: 'would-send-events' })]),
    finding('lambda:DeleteFunction', { state: 'not-tried', fact: 'would-delete' }),
  ];
}

const examineBucket: Examination = async (configuration, connection, finding) => {
  const { tooling, state, deployment } = configuration;
  const s3 = makeClient(S3Client, connection, { region: tooling.region });
  const object = new MemoryAccess(s3, state.bucket, state.key);
  const { found, content } = await object.memory(deployment);
  const write = await object.write(content);
  const earlier = await object.earlierVersions();
  const reports = reportsOf(configuration);
  // No report and no ended prune has the name `doctor`, so these probes read and replace no real document.
  const report = await writeWithWrongDigest(s3, { ...reports, key: `${reports.prefix}doctor` });
  const readings = new MemoryAccess(s3, state.bucket, readingsKey(deployment, UNUSED_ACCOUNT));
  const readingsRead = await readings.read();
  const readingsWrite = await readings.write();
  const prefix = `${prunePrefix(configuration)}/${ENDED}`;
  const ended = await new MemoryAccess(s3, state.bucket, `${prefix}doctor`).read();
  return [
    finding(GET_OBJECT, diagnoseMemory(found)),
    finding(PUT_OBJECT, diagnoseWrite(write)),
    ...earlier.map(({ action, attempt }) => finding(action, diagnoseAttempt(attempt))),
    finding(`${PUT_OBJECT} (reports)`, diagnoseWrite(report)),
    finding(`${GET_OBJECT} (readings)`, diagnoseAttempt(readingsRead)),
    finding(`${PUT_OBJECT} (readings)`, diagnoseWrite(readingsWrite)),
    finding(`${GET_OBJECT} (ended prunes)`, diagnoseAttempt(ended)),
    finding(`${PUT_OBJECT} (ended prunes)`, { state: 'not-tried', fact: 'others-role' }),
  ];
};

const examineBucketPolicy: Examination = async (configuration, connection, finding) => {
  const { tooling, state, access } = configuration;
  const s3 = makeClient(S3Client, connection, { region: tooling.region });
  const policy = await readBucketPolicy(s3, state.bucket);
  const statements = bucketStatements(configuration);
  const verdict = diagnoseBucketPolicy(policy, statements, access.breakGlassRoles);
  return [finding(GET_BUCKET_POLICY, verdict)];
};

/** Probes the subscriptions of each topic. No topic counts as new, so an unconfirmed one is a problem. */
const examineTopics: Examination = async (configuration, connection, finding) => {
  const read = subscriptionReader(connection, configuration.tooling.region);
  const readings = await read(watchedTopics(configuration));
  const { problems } = judgeSubscriptions(readings, new Map(), undefined, connection.clock.now());
  return readings.map(({ topic: { topicArn } }) =>
    finding(
      `${LIST_SUBSCRIPTIONS} (${topicName(topicArn)})`,
      diagnoseSubscriptions(problems.find((problem) => problem.topicArn === topicArn)),
    ),
  );
};

/** Probes whether stored mutes can be read and used, and reports mutes that match nothing. */
const examineMutes: Examination = async (configuration, connection, finding) => {
  const limits = watchedDefinitions(configuration);
  const loaded = await muteStore(connection, configuration).load();
  const now = connection.clock.now();
  const { mutes, problems } = effectiveMutes(configuration, loaded, limits, now);
  const idle = mutes.filter(
    (mute) => mute.until > now && muteCoverage(mute, configuration.accounts, limits) === 'nothing',
  );
  const isRefused = loaded.kind === 'failed';
  return [
    finding(
      `${GET_OBJECT} (mutes)`,
      diagnoseAttempt(
        isRefused ? { kind: 'refused', failure: loaded.failure } : { kind: 'allowed' },
      ),
    ),
    ...(isRefused ? [] : problems).map(({ problem, remedy }) =>
      finding('mutes', { state: 'problem', fact: 'mute-not-used', problem, remedy }),
    ),
    ...idle.map((mute) =>
      finding('mutes', {
        state: 'problem',
        fact: 'mute-matches-nothing',
        covers: describeMute(mute),
        owner: mute.owner,
        ...(mute.id !== undefined && { id: mute.id }),
      }),
    ),
  ];
};

/** Probes whether the stored increase requests can be read. */
const examineIncreases: Examination = async (configuration, connection, finding) => {
  if (configuration.increases === undefined) return [];
  const loaded = await increaseStore(connection, configuration).load();
  const damaged = {
    reason: 'malformed',
    operation: GET_OBJECT,
    errorName: 'UnreadableIncreases',
    attempts: 1,
  } as const;
  const failure =
    loaded.kind === 'not-understood'
      ? { ...damaged, message: loaded.problem }
      : loaded.kind === 'failed' && loaded.failure;
  const attempt = failure
    ? ({ kind: 'refused', failure } as const)
    : ({ kind: 'allowed' } as const);
  return [finding(`${GET_OBJECT} (increases)`, diagnoseAttempt(attempt))];
};

/** Sends a test message to each topic. */
const sendTests: Examination = async (configuration, connection, finding) => {
  const { tooling, deployment } = configuration;
  const publish = testPublisher(connection, tooling.region, deployment);
  return Promise.all(
    watchedTopics(configuration).map(async ({ topicArn }) =>
      finding(`${PUBLISH} (${topicName(topicArn)})`, diagnoseAttempt(await publish(topicArn))),
    ),
  );
};

const EXAMINATIONS = [
  examineBucket,
  examineTopics,
  examineMutes,
  examineIncreases,
  examineBucketPolicy,
];
