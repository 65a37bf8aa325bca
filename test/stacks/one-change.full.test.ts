import { describe, expect, it } from 'vitest';

import type { ResolvedStack } from '../../scripts/cloudformation/made-stack.ts';
import { stackResolver } from '../../scripts/cloudformation/made-stack.ts';
import type { Variation } from '../../scripts/package/variations.ts';
import { GUARDS, VARIATIONS } from '../../scripts/package/variations.ts';
import { functionsOnce, variationPackager } from '../../scripts/package/vary.ts';
import { isMembers } from '../sandbox/wire/message.ts';

/** Settings that only the functions read. They are in the code, which is not compared. */
const OF_FUNCTIONS: readonly Variation[] = [
  {
    name: 'thresholds, mutes and versions',
    file: (file) => ({
      ...file,
      thresholds: { warn: 70, critical: 85 },
      versions: { keepNewest: 5 },
      readStorageMode: true,
      metrics: { perRegion: true },
    }),
  },
  {
    name: 'another account',
    file: (file) => ({
      ...file,
      accounts: [
        { id: '222222222222', name: 'dev', stage: 'nonprod' },
        { id: '333333333333', name: 'qa', stage: 'nonprod' },
      ],
    }),
  },
  { name: 'further limits', file: (file) => ({ ...file, watch: [{ limits: ['all'] }] }) },
  {
    name: 'addresses',
    file: (file) => ({
      ...file,
      alerts: { ...Object(file['alerts']), emails: ['ops@example.com'] },
    }),
  },
];

/** Settings that move everything, or make a separate deployment. */
const OF_EVERYTHING = ['region', 'deployment'];

const packaged = variationPackager({ functions: functionsOnce() });
const made = stackResolver();

async function stackOf(those: readonly Variation[]): Promise<ResolvedStack> {
  const result = await packaged(those);
  const stack = result.ok ? made(result.template) : undefined;
  if (stack === undefined) throw new Error(result.name);
  return stack;
}

/** Returns JSON with sorted members, and without the place of the code, which contains the time. */
function ordered(value: unknown): string {
  return JSON.stringify(value, (key, member: unknown) => {
    if (key === 'S3Key') return undefined;
    if (!isMembers(member)) return member;
    return Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** Returns `+ added`, `- removed` and `~ changed` resources, with resolved properties. */
function changesOf(before: ResolvedStack, after: ResolvedStack): readonly string[] {
  const ids = [...new Set([...before.resources.keys(), ...after.resources.keys()])].toSorted();
  return ids.flatMap((id) => {
    const [was, is] = [before.resources.get(id), after.resources.get(id)];
    if (was === undefined) return [`+ ${id}`];
    if (is === undefined) return [`- ${id}`];
    return ordered(was.properties) === ordered(is.properties) ? [] : [`~ ${id}`];
  });
}

describe('one setting that is changed', () => {
  it('changes only its own resources of the stack', async () => {
    const before = await stackOf([]);
    const rows: string[] = [];
    for (const [setting, variations] of Object.entries({ ...VARIATIONS, guard: GUARDS })) {
      if (OF_EVERYTHING.includes(setting)) continue;
      for (const variation of variations) {
        const changes = changesOf(before, await stackOf([variation]));
        rows.push(`${setting}: ${variation.name}`, ...changes.map((one) => `  ${one}`));
      }
    }
    expect(rows.join('\n')).toMatchInlineSnapshot(`
      "engine: distributed
        + DistributedRunFailed
        + DistributedWatch
        + DistributedWatchRole
        + PruneLoop
        + PruneLoopRole
        ~ Schedule
        ~ ScheduleRole
        ~ StateBucketPolicy
        ~ WatchFunctionRole
      events: an event bus
        ~ WatchFunctionRole
      roleName: a role name
        ~ PlanFunctionRole
        ~ WatchFunctionRole
      rolePath: a role path, of roles in the stack too
        ~ PlanFunctionRole
        ~ PruneFunctionRole
        + PruneRole
        + ReadRole
        ~ WatchFunctionRole
      rolePath: a role path
        ~ PlanFunctionRole
        ~ PruneFunctionRole
        ~ WatchFunctionRole
      rolePath: roles in the stack
        + PruneRole
        + ReadRole
      state: a state object
        ~ MuteFunctionRole
        ~ PlanFunctionRole
        ~ PruneFunctionRole
        ~ Schedule
        ~ StateBucketPolicy
        ~ StateBucketResource
        ~ WatchFunctionRole
      access: roles that may
        + MuteInvocationPolicy
        + PlanInvocationPolicy
        + PruneInvocationPolicy
        ~ StateBucketPolicy
      routes: routes
        + LambdaCodeStorage7b2ec9NotDelivered
        + LambdaCodeStorage7b2ec9Topic
        + LambdaCodeStorage7b2ec9TopicPolicy
        + LambdaOldVersionsea5908NotDelivered
        + LambdaOldVersionsea5908Topic
        + LambdaOldVersionsea5908TopicPolicy
        + S3Buckets518f00NotDelivered
        + S3Buckets518f00Topic
        + S3Buckets518f00TopicPolicy
        ~ WatchFunctionRole
      health: an alarm on production
        + ProductionFull
        + ProductionNotMeasured
      health: a runbook
        ~ HealthNotDelivered
        ~ HeartbeatMissing
        ~ IncompleteRuns
        ~ LimitsWatchdogAlerts4c8f3dNotDelivered
        ~ NotBegun
        ~ PruneFailed
        ~ WatchFailed
        ~ WatchSlow
        ~ WatchThrottled
      chat: a chat channel
        + ChatChannel
        + ChatChannelRole
        + ChatGuardrail
        + LimitsWatchdogChatf125c4NotDelivered
        + LimitsWatchdogChatf125c4Topic
        + LimitsWatchdogChatf125c4TopicPolicy
        + PlanPruneAction
        ~ WatchFunctionRole
      chat: a chat topic
        + LimitsWatchdogChatf125c4NotDelivered
        + LimitsWatchdogChatf125c4Topic
        + LimitsWatchdogChatf125c4TopicPolicy
        ~ WatchFunctionRole
      discovery: accounts by rules
        ~ MuteFunctionRole
        ~ PlanFunctionRole
        ~ PruneFunctionRole
        ~ WatchFunctionRole
      discovery: accounts by rules, listed by a role
        ~ MuteFunctionRole
        ~ PlanFunctionRole
        ~ PruneFunctionRole
        ~ WatchFunctionRole
      slack: Slack with a key
        + LimitsWatchdogAlerts4c8f3dSlackPermission
        + LimitsWatchdogAlerts4c8f3dSlackSubscription
        + LimitsWatchdogHealthdcf9a5SlackPermission
        + LimitsWatchdogHealthdcf9a5SlackSubscription
        + SlackFunctionRole
        + SlackLambdaEvConf
        + SlackLambdaFunction
        + SlackLogGroup
        + SlackNotHandedOver
        + SlackNotHandedOverQueue
        + SlackNotHandedOverQueuePolicy
        + SlackNotPosted
        + SlackNotPostedQueue
        + SlackNotPostedQueuePolicy
      slack: Slack
        + LimitsWatchdogAlerts4c8f3dSlackPermission
        + LimitsWatchdogAlerts4c8f3dSlackSubscription
        + LimitsWatchdogHealthdcf9a5SlackPermission
        + LimitsWatchdogHealthdcf9a5SlackSubscription
        + SlackFunctionRole
        + SlackLambdaEvConf
        + SlackLambdaFunction
        + SlackLogGroup
        + SlackNotHandedOver
        + SlackNotHandedOverQueue
        + SlackNotHandedOverQueuePolicy
        + SlackNotPosted
        + SlackNotPostedQueue
        + SlackNotPostedQueuePolicy
      existingTopics: topics that are there
        - HealthTopic
        - HealthTopicPolicy
        - LimitsWatchdogAlerts4c8f3dTopic
        - LimitsWatchdogAlerts4c8f3dTopicPolicy
        ~ Schedule
      existingTopics: an alerts topic that is there
        - LimitsWatchdogAlerts4c8f3dTopic
        - LimitsWatchdogAlerts4c8f3dTopicPolicy
      existingTopics: a health topic that is there
        - HealthTopic
        - HealthTopicPolicy
        ~ Schedule
      existingLogGroups: log groups that are there
        - PlanLogGroup
        - PruneLogGroup
        - WatchLogGroup
      topicKeyArns: an encrypted alerts topic that is there
        - LimitsWatchdogAlerts4c8f3dTopic
        - LimitsWatchdogAlerts4c8f3dTopicPolicy
        ~ PruneFunctionRole
        ~ WatchFunctionRole
      existingStateBucket: a bucket that is there
        - StateBucketPolicy
        - StateBucketResource
      increases: increases that are requested
        + IncreaseFailed
        + IncreaseFunctionRole
        + IncreaseLambdaEvConf
        + IncreaseLambdaFunction
        + IncreaseLogGroup
        + IncreaseSchedule
        + IncreaseScheduleRole
        ~ StateBucketPolicy
        ~ WatchFunctionRole
      increases: increases in a dry run
        + IncreaseFailed
        + IncreaseFunctionRole
        + IncreaseLambdaEvConf
        + IncreaseLambdaFunction
        + IncreaseLogGroup
        + IncreaseSchedule
        + IncreaseScheduleRole
        ~ StateBucketPolicy
        ~ WatchFunctionRole
      dashboard: a dashboard
        + Dashboard
      reservedConcurrency: reserved concurrency
        ~ PruneLambdaFunction
        ~ WatchLambdaFunction
      everyHours: a paused run a day
        - HeartbeatMissing
        ~ IncompleteRuns
        - Schedule
      everyHours: a run a day
        ~ HeartbeatMissing
        ~ IncompleteRuns
        ~ Schedule
      everyHours: a run an hour
        ~ HeartbeatMissing
        ~ IncompleteRuns
        ~ Schedule
      logRetentionDays: logs of a day
        ~ MuteLogGroup
        ~ PlanLogGroup
        ~ PruneLogGroup
        ~ WatchLogGroup
      guard: a boundary
        ~ MuteFunctionRole
        ~ PlanFunctionRole
        ~ PruneFunctionRole
        ~ ScheduleRole
        ~ WatchFunctionRole
      guard: a path of the stack
        ~ LimitsWatchdogAlerts4c8f3dTopicPolicy
        ~ MuteFunctionRole
        ~ MuteLambdaFunction
        ~ NotBegunQueuePolicy
        ~ PlanFunctionRole
        ~ PlanLambdaFunction
        ~ PruneFunctionRole
        ~ PruneLambdaFunction
        ~ Schedule
        ~ ScheduleRole
        ~ StateBucketPolicy
        ~ WatchFunctionRole
        ~ WatchLambdaFunction
      guard: tags
        ~ HealthNotDelivered
        ~ HealthTopic
        ~ HeartbeatMissing
        ~ IncompleteRuns
        ~ LimitsWatchdogAlerts4c8f3dNotDelivered
        ~ LimitsWatchdogAlerts4c8f3dTopic
        ~ MuteFunctionRole
        ~ MuteLambdaFunction
        ~ MuteLogGroup
        ~ NotBegun
        ~ NotBegunQueue
        ~ PlanFunctionRole
        ~ PlanLambdaFunction
        ~ PlanLogGroup
        ~ PruneFailed
        ~ PruneFunctionRole
        ~ PruneLambdaFunction
        ~ PruneLogGroup
        ~ ScheduleGroup
        ~ ScheduleRole
        ~ ServerlessDeploymentBucket
        ~ StateBucketResource
        ~ WatchFailed
        ~ WatchFunctionRole
        ~ WatchLambdaFunction
        ~ WatchLogGroup
        ~ WatchSlow
        ~ WatchThrottled
      guard: a key
        ~ HealthTopic
        ~ LimitsWatchdogAlerts4c8f3dTopic
        ~ MuteFunctionRole
        ~ MuteLogGroup
        ~ NotBegunQueue
        ~ PlanFunctionRole
        ~ PlanLogGroup
        ~ PruneFunctionRole
        ~ PruneLogGroup
        ~ ScheduleRole
        ~ StateBucketResource
        ~ WatchFunctionRole
        ~ WatchLogGroup
      guard: a VPC
        ~ MuteFunctionRole
        ~ MuteLambdaFunction
        ~ PlanFunctionRole
        ~ PlanLambdaFunction
        ~ PruneFunctionRole
        ~ PruneLambdaFunction
        ~ WatchFunctionRole
        ~ WatchLambdaFunction"
    `);
  }, 240_000);

  it.each(OF_FUNCTIONS)(
    'changes nothing in the stack if only functions read it: $name',
    async (variation) => {
      expect(changesOf(await stackOf([]), await stackOf([variation]))).toEqual([]);
    },
    60_000,
  );

  it('is found when two settings change', async () => {
    const [first] = VARIATIONS['dashboard'] ?? [];
    const [second] = VARIATIONS['logRetentionDays'] ?? [];
    if (first === undefined || second === undefined) throw new Error('no such variations');
    const before = await stackOf([first]);
    expect(changesOf(before, await stackOf([first, second]))).toEqual(
      changesOf(await stackOf([]), await stackOf([second])),
    );
  }, 60_000);
});
