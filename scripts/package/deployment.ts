import type { BucketStatement } from '../../src/documents/bucket-policy.ts';
import { bucketStatements } from '../../src/documents/bucket-policy.ts';
import type { TopicArn } from '../../src/model/aws-ids.ts';
import type { ConfigurationFile } from '../../src/model/configuration.ts';
import { MOST_HOURS, MOST_RESERVED, RETENTION_DAYS } from '../../src/config/deploy-schema.ts';
import { topicsOf } from '../../src/setup/stack-topics.ts';
import { memberRoleNames } from '../../src/model/role-names.ts';
import { increasesKey } from '../../src/model/increase/increase.ts';
import { mutesKey } from '../../src/model/stored-mute.ts';
import type { PlaceOf } from './chat-faults.ts';
import { chatFaults } from './chat-faults.ts';
import { guardFaults } from './guard/guards.ts';
import type { KeyStatement } from './guard/key-policy.ts';
import { keyStatements } from './guard/key-policy.ts';
import type { NamedResources } from './named-resources.ts';
import { existingLogGroups, existingResources, namedResources } from './named-resources.ts';
import type { SettingName, Settings } from './settings.ts';
import { placeOf } from './settings.ts';
import { isSet, webhookParameters, WEBHOOKS } from './webhooks.ts';

/** How late a heartbeat may be: a run may take 15 minutes, and its schedule may start late. */
const HEARTBEAT_GRACE_HOURS = 2;
const HALF_A_DAY_HOURS = 12;

/** Everything that the stack is created from. */
export interface Deployment {
  readonly values: {
    readonly deployment: string;
    readonly region: string;
    readonly logRetentionDays: number;
    /** The name of the watch function's bundle. */
    readonly watchBundle: 'watch' | 'watch-stages';
    /** For each function, whether its log group exists already, so that the stack does not create it. */
    readonly existingLogGroups: Readonly<Record<string, boolean>>;
  };
  /** The parameters of the templates in `src/stacks/` and of `serverless.yml`. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The topics for alerts, chat and routes that the stack creates, each from `alert-topic.yml`. */
  readonly newTopics: readonly TopicArn[];
  /** All topics for alerts, chat and routes, created by the stack or existing. */
  readonly alertTopics: readonly TopicArn[];
  readonly existing: NamedResources;
  /** All resources that the stack needs and that may exist already. */
  readonly named: NamedResources;
  /** The topics to which the function of each webhook is subscribed. Not empty even when there is no webhook. */
  readonly webhookTopics: readonly TopicArn[];
  readonly hasDashboard: boolean;
  /** The statements that the policy of an existing bucket needs; empty when the stack creates the bucket. */
  readonly bucketStatements: readonly BucketStatement[];
  /** The statements that the policy of the customer's KMS key needs; empty when there is no key. */
  readonly keyStatements: readonly KeyStatement[];
}

export type Deployable =
  | { readonly ok: true; readonly deployment: Deployment }
  | { readonly ok: false; readonly faults: readonly string[] };

/** Derives the stack from `watchdog.yml` and the parameters of a deployment, or returns all faults as sentences. */
export function deploymentOf(
  configuration: ConfigurationFile,
  settings: Settings,
  region: string | undefined,
): Deployable {
  const { deployment, engine, tooling, role, alerts, state } = configuration;
  const place = (name: SettingName) => placeOf(configuration, settings, name);
  const faults = [
    ...nameFaults(deployment),
    ...regionFaults(region, tooling.region),
    ...stateKeyFaults(configuration),
    ...chatFaults(configuration, settings, place),
    ...guardFaults(configuration),
  ];
  const everyHours = wholeOf('everyHours', settings, MOST_HOURS, place, faults);
  const reserved = settings.reservedConcurrency;
  if (reserved !== '') wholeOf('reservedConcurrency', settings, MOST_RESERVED, place, faults);
  if (reserved !== '' && engine === 'distributed') {
    faults.push(
      `${place('reservedConcurrency')}: a distributed run measures 20 batches at a time, and fewer would be refused; leave it out.`,
    );
  }
  const logRetentionDays = Number(settings.logRetentionDays);
  if (!RETENTION_DAYS.some((days) => days === logRetentionDays)) {
    faults.push(
      `${place('logRetentionDays')}: CloudWatch Logs takes ${RETENTION_DAYS.join(', ')}.`,
    );
  }
  for (const name of ['existingStateBucket', 'dashboard'] as const) {
    if (!['yes', 'no'].includes(settings[name])) faults.push(`${place(name)}: write yes or no.`);
  }
  const topics = topicsOf(configuration);
  const health = configuration.health.topicArn;
  if (topics.includes(health)) {
    faults.push(
      `The topic ${deployment}-health is the one of the watchdog's own alarms; give alerts another.`,
    );
  }
  const named = namedResources(configuration, settings);
  const existing = existingResources(named, settings, place, faults);
  if (settings.topicKeyArns !== '' && existing.topics.length === 0) {
    faults.push(
      `${place('topicKeyArns')}: the topics that the stack makes are encrypted with no key of yours; name the topics that are in existingTopics.`,
    );
  }
  if (faults.length > 0) return { ok: false, faults };

  const webhookTopics = [...webhookTopicsOf(configuration)];
  const hasWebhook = WEBHOOKS.some((webhook) => isSet(webhook, settings));
  return {
    ok: true,
    deployment: {
      values: {
        deployment,
        region: tooling.region,
        logRetentionDays,
        watchBundle: engine === 'distributed' ? 'watch-stages' : 'watch',
        existingLogGroups: existingLogGroups(deployment, existing),
      },
      parameters: {
        Deployment: deployment,
        Engine: engine,
        FunctionRolePath: configuration.deploy?.rolePath ?? '/',
        MemberReadRoleName: role.name,
        MemberRolePath: role.path ?? '/',
        MemberPruneRoleName: memberRoleNames(deployment).prune,
        MemberIncreaseRoleName: memberRoleNames(deployment).increase,
        Increases: configuration.increases?.mode ?? 'none',
        AlertsTopicArn: alerts.topicArn,
        OtherTopicArns: topics.filter((arn) => arn !== alerts.topicArn).join(','),
        ChatTopicArn: alerts.chatTopicArn ?? '',
        EventBusArn: alerts.eventBusArn ?? '',
        TopicKeyArns: settings.topicKeyArns,
        StateBucket: state.bucket,
        StateKey: state.key,
        Discovery: String(configuration.discovery !== undefined),
        ListingRoleArn: configuration.discovery?.listingRole ?? '',
        CreateStateBucket: String(existing.buckets.length === 0),
        CreateHealthTopic: String(!existing.topics.includes(health)),
        ScheduleExpression: `rate(${everyHours} hour${everyHours === 1 ? '' : 's'})`,
        ScheduleState: configuration.deploy?.schedulePaused === true ? 'paused' : 'enabled',
        HeartbeatHours: String(everyHours + HEARTBEAT_GRACE_HOURS),
        RunPeriodSeconds: String(everyHours * 3600),
        IncompletePeriods: String(incompletePeriods(everyHours)),
        ProductionPercent: String(configuration.health.productionPercent ?? 0),
        Command: configuration.command,
        Runbook: configuration.health.runbook ?? 'docs/operations.md',
        ReservedConcurrency: reserved === '' ? '-1' : reserved,
        ...webhookParameters(settings, webhookTopics),
        ChatWorkspaceId: settings.chatWorkspaceId,
        ChatChannelId: settings.chatChannelId,
      },
      alertTopics: topics,
      newTopics: topics.filter((arn) => !existing.topics.includes(arn)),
      existing,
      named,
      webhookTopics,
      hasDashboard: settings.dashboard === 'yes',
      bucketStatements: existing.buckets.length === 0 ? [] : bucketStatements(configuration),
      keyStatements: keyStatements(configuration, hasWebhook ? webhookTopics : []),
    },
  };
}

/** Returns the topics that webhook functions understand: all but the one for Amazon Q, and the health topic. */
function webhookTopicsOf(configuration: ConfigurationFile): ReadonlySet<TopicArn> {
  const topics = topicsOf(configuration).filter((arn) => arn !== configuration.alerts.chatTopicArn);
  return new Set([...topics, configuration.health.topicArn]);
}

/** Returns after how many incomplete runs the alarm goes off: two, or the runs of half a day if those are more. */
export function incompletePeriods(everyHours: number): number {
  return Math.max(2, Math.ceil(HALF_A_DAY_HOURS / everyHours));
}

/** Checks the deployment's name, which is also the stack's name. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html */
function nameFaults(deployment: string): string[] {
  return /^[A-Za-z].+$/.test(deployment)
    ? []
    : [
        `deployment ${deployment} cannot be the name of a stack: begin it with a letter, and use two characters or more.`,
      ];
}

function regionFaults(asked: string | undefined, tooling: string): string[] {
  if (asked === undefined || asked === tooling) return [];
  return [
    `--region ${asked} is not tooling.region ${tooling} of the configuration, where its topics are; change the file, or leave --region out.`,
  ];
}

/** Checks that no other object has the key of the state object, and that no lifecycle rule expires it. */
function stateKeyFaults({ deployment, state }: ConfigurationFile): string[] {
  if (state.key === mutesKey(deployment)) {
    return [`state.key ${state.key}: mutes are kept there; choose another key.`];
  }
  if (state.key === increasesKey(deployment)) {
    return [`state.key ${state.key}: requested increases are kept there; choose another key.`];
  }
  const expiring = ['prune', 'review', 'readings', 'reports', 'runs'].map(
    (name) => `${deployment}/${name}/`,
  );
  const found = expiring.find((prefix) => state.key.startsWith(prefix));
  return found === undefined
    ? []
    : [`state.key ${state.key}: what lies below ${found} expires; choose another key.`];
}

function wholeOf(
  name: 'everyHours' | 'reservedConcurrency',
  settings: Settings,
  most: number,
  place: PlaceOf,
  faults: string[],
): number {
  const value = settings[name];
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= 1 && number <= most) return number;
  faults.push(`${place(name)}: write a whole number from 1 to ${most}.`);
  return 1;
}
