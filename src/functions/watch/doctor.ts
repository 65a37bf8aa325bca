import { S3Client } from '@aws-sdk/client-s3';

import type { Connection } from '../../aws/clients.ts';
import { makeClient } from '../../aws/clients.ts';
import { awsOperations } from '../../aws/operations.ts';
import { attempted } from '../../doctor/attempt.ts';
import { accountExaminer } from '../../doctor/examine-account.ts';
import { bucketStatements } from '../../documents/bucket-policy.ts';
import { PUBLISH, testPublisher } from '../../doctor/send/topics.ts';
import { MemoryAccess } from '../../doctor/memory-access.ts';
import { GET_BUCKET_POLICY, readBucketPolicy } from '../../doctor/bucket-policy.ts';
import { spoiltWrite } from '../../doctor/memory-access.ts';
import {
  limitsTried,
  setParameters,
  triedActions,
  watchProbes,
} from '../../doctor/watch-probes.ts';
import { PUT_EVENTS } from '../../alerts/bus/batches.ts';
import { catalogue } from '../../limits/catalogue.ts';
import type { Limit } from '../../limits/limit.ts';
import { limitsIn, watchedLimits } from '../../limits/watched-limits.ts';
import { LIST_SUBSCRIPTIONS, subscriptionReader } from '../../alerts/topic/list-subscriptions.ts';
import { actionsOf } from '../../limits/actions.ts';
import { Pacer, WATCH_REQUESTS_PER_SECOND } from '../../aws/pacing.ts';
import { GET_ROLE } from '../../aws/prune-role.ts';
import { GET_OBJECT, PUT_OBJECT } from '../../aws/state-object.ts';
import {
  diagnoseAttempt,
  diagnoseBucketPolicy,
  diagnoseMemory,
  diagnoseSubscriptions,
  diagnoseWrite,
  worstOf,
} from '../../doctor/diagnose.ts';
import { judgeSubscriptions } from '../../alerts/notices/subscriptions.ts';
import { watchedTopics } from '../../alerts/notices/watched-topics.ts';
import { examine } from '../../doctor/examine.ts';
import { ENDED } from '../../prune/apply/documents.ts';
import { readingsKey } from '../../limits/remembered/format.ts';
import type { Region } from '../../model/aws-ids.ts';
import { accountId } from '../../model/aws-ids.ts';
import type { AccountConfiguration, Configuration } from '../../model/configuration.ts';
import type { DoctorReport, Examined } from '../../doctor/model.ts';
import { globalRegionOf, partitionOf } from '../../model/regions.ts';
import { memberRoleNames } from '../../model/role-names.ts';
import { doctorReport } from '../../doctor/report.ts';
import { topicName } from '../../alerts/words/subscriptions-notice.ts';
import { examinedAtHome } from '../tooling-account.ts';
import { prunePrefix } from '../prune-account.ts';
import { examineIncreases } from './examine-increases.ts';
import { examineMutes } from './examine-mutes.ts';
import { reportsOf } from './reports.ts';

/** No account has this id. */
const NOBODYS_ACCOUNT = accountId('000000000000');

/**
 * What the watch function may do in `accounts` and at home, each permission tried with a request of its
 * own. Nothing is changed or measured, and nothing published unless `isSending`. `more` was examined already.
 */
export async function watchDoctor(
  configuration: Configuration,
  {
    accounts,
    isSending = false,
  }: { readonly accounts: readonly AccountConfiguration[]; readonly isSending?: boolean },
  connection: Connection,
  runId: string,
  more: readonly Examined[] = [],
): Promise<DoctorReport> {
  const { tooling, role, deployment } = configuration;
  const { prune: pruneRole } = memberRoleNames(deployment);
  const watched = watchedLimits(catalogue, configuration);
  const globalRegion = globalRegionOf(partitionOf(tooling.region));
  const inRegions = watched.filter(({ scope }) => scope === 'region');
  // What is global is asked about in one Region only.
  const probesIn = (region: Region) =>
    watchProbes(region === globalRegion ? watched : inRegions, watched);
  const subjects = (of: Limit['scope'], account: AccountConfiguration): readonly string[] =>
    triedActions(
      limitsTried(
        account,
        watched.filter(({ scope }) => scope === of),
      ),
      watched,
      of === 'region' && asksStorage(configuration, account),
    ).map(({ subject }) => subject);
  const forStorageMode = triedActions(watched, watched, true)
    .filter(({ tried }) => tried.onlyForStorageMode)
    .map(({ subject }) => subject);
  const parameters = setParameters(watched);
  const open = accountExaminer(connection, {
    toolingRegion: tooling.region,
    role,
    sessionName: `${deployment}-doctor-${runId.slice(0, 8)}`,
    actions: (account) => [
      ...actionsOf(limitsIn(account, watched), asksStorage(configuration, account)),
      GET_ROLE,
    ],
    attempts: ({ region, credentials }) => {
      const pacer = new Pacer(connection.clock, WATCH_REQUESTS_PER_SECOND, connection.signal);
      const aws = awsOperations((Class) =>
        makeClient(Class, connection, { region, credentials, pacer }),
      );
      const probes = probesIn(region);
      return (subject) => attempted(probes, subject, { aws });
    },
    pruneRole,
  });
  const [atHome, ofAccounts] = await Promise.all([
    examineHome(configuration, connection, isSending),
    examine(
      {
        accounts,
        globalRegion,
        accountActions: (account) => subjects('account', account),
        regionActions: (account) => subjects('region', account),
        asksPruneRole: true,
      },
      open,
    ),
  ]);
  const examined = [...atHome, ...more, ...ofAccounts];
  return doctorReport(
    examined,
    {
      askedBy: 'watch',
      deployment,
      command: configuration.command,
      tooling,
      readRole: role.name,
      pruneRole,
      bucket: configuration.state.bucket,
      granted: (action) => {
        if (forStorageMode.includes(action)) return 'ReadStorageMode=true';
        const ofSet = parameters.get(action);
        if (ofSet !== undefined) return `${ofSet}=true`;
        return action === GET_ROLE ? `PruneRoleName=${pruneRole}` : undefined;
      },
    },
    { runId, worst: worstOf(examined.map(({ verdict }) => verdict.state)) },
  );
}

/** Production is never asked how its code is stored, nor what may be production. */
function asksStorage({ readStorageMode }: Configuration, { stage }: AccountConfiguration): boolean {
  return readStorageMode && stage === 'nonprod';
}

async function examineHome(
  configuration: Configuration,
  connection: Connection,
  isSending: boolean,
): Promise<readonly Examined[]> {
  const { tooling, state, deployment } = configuration;
  const { region } = tooling;
  const s3 = makeClient(S3Client, connection, { region });
  const object = new MemoryAccess(s3, state.bucket, state.key);
  const { found, content } = await object.memory(deployment);
  const write = await object.write(content);
  const earlier = await object.earlierVersions();
  const reports = reportsOf(configuration);
  // Names that no report and no prune has.
  const report = await spoiltWrite(s3, { ...reports, key: `${reports.prefix}doctor` });
  const kept = new MemoryAccess(s3, state.bucket, readingsKey(deployment, NOBODYS_ACCOUNT));
  const keptRead = await kept.read();
  const keptWrite = await kept.write();
  const prefix = `${prunePrefix(configuration)}/${ENDED}`;
  const ended = await new MemoryAccess(s3, state.bucket, `${prefix}doctor`).read();
  const policy = await readBucketPolicy(s3, state.bucket);
  const { breakGlassRoles } = configuration.access;
  const guarded = diagnoseBucketPolicy(policy, bucketStatements(configuration), breakGlassRoles);
  const finding = examinedAtHome(tooling);
  const readings = await subscriptionReader(connection, region)(watchedTopics(configuration));
  // On demand: no topic counts as new.
  const { problems } = judgeSubscriptions(readings, new Map(), undefined, connection.clock.now());
  const topics = readings.map(({ topic: { topicArn } }) =>
    finding(
      `${LIST_SUBSCRIPTIONS} (${topicName(topicArn)})`,
      diagnoseSubscriptions(problems.find((problem) => problem.topicArn === topicArn)),
    ),
  );
  return [
    ...(configuration.deploy?.schedulePaused === true
      ? [finding('schedule', { state: 'problem', fact: 'schedule-paused' })]
      : []),
    finding(GET_OBJECT, diagnoseMemory(found)),
    finding(PUT_OBJECT, diagnoseWrite(write)),
    ...earlier.map(({ action, attempt }) => finding(action, diagnoseAttempt(attempt))),
    finding(`${PUT_OBJECT} (reports)`, diagnoseWrite(report)),
    finding(`${GET_OBJECT} (readings)`, diagnoseAttempt(keptRead)),
    finding(`${PUT_OBJECT} (readings)`, diagnoseWrite(keptWrite)),
    finding(`${GET_OBJECT} (ended prunes)`, diagnoseAttempt(ended)),
    finding(`${PUT_OBJECT} (ended prunes)`, { state: 'not-tried', fact: 'others-role' }),
    ...topics,
    ...(await examineMutes(configuration, connection)),
    ...(await examineIncreases(configuration, connection)),
    finding(GET_BUCKET_POLICY, guarded),
    ...(isSending
      ? await sentTo(watchedTopics(configuration), configuration, connection)
      : [finding(PUBLISH, { state: 'not-tried', fact: 'would-publish' })]),
    ...(configuration.alerts.eventBusArn === undefined
      ? []
      : [finding(PUT_EVENTS, { state: 'not-tried', fact: 'would-send-events' })]),
    finding('lambda:DeleteFunction', { state: 'not-tried', fact: 'would-delete' }),
  ];
}

/** A message to each topic, with the role that publishes alerts. */
async function sentTo(
  topics: ReturnType<typeof watchedTopics>,
  { tooling, deployment }: Configuration,
  connection: Connection,
): Promise<readonly Examined[]> {
  const publish = testPublisher(connection, tooling.region, deployment);
  const finding = examinedAtHome(tooling);
  return Promise.all(
    topics.map(async ({ topicArn }) =>
      finding(`${PUBLISH} (${topicName(topicArn)})`, diagnoseAttempt(await publish(topicArn))),
    ),
  );
}
