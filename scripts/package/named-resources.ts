import type { TopicArn } from '../../src/model/aws-ids.ts';
import type { ConfigurationFile } from '../../src/model/configuration.ts';
import { nameOf, topicsOf } from '../../src/setup/stack-topics.ts';
import type { SettingName, Settings } from './settings.ts';
import { isSet, WEBHOOKS } from './webhooks.ts';

/** Resources of the stack whose names follow from the configuration, so that they may exist before the stack. */
export interface NamedResources {
  readonly topics: readonly TopicArn[];
  readonly buckets: readonly string[];
  readonly logGroups: readonly string[];
}

/** The functions, by the last part of their names. */
const FUNCTIONS: readonly string[] = [
  'watch',
  'plan',
  'prune',
  'mute',
  'increase',
  ...WEBHOOKS.map(({ id }) => id),
];

/** Returns all such resources that the stack needs, created by it or existing. */
export function namedResources(
  configuration: ConfigurationFile,
  settings: Settings,
): NamedResources {
  const { deployment, state } = configuration;
  const unset = WEBHOOKS.filter((webhook) => !isSet(webhook, settings)).map(({ id }) => id);
  if (configuration.increases === undefined) unset.push('increase');
  const functions = FUNCTIONS.filter((name) => !unset.includes(name));
  return {
    topics: [...topicsOf(configuration), configuration.health.topicArn],
    buckets: [state.bucket],
    logGroups: functions.map((name) => logGroupOf(deployment, name)),
  };
}

/** Returns the resources that the settings declare as existing. Names that the stack does not need become faults. */
export function existingResources(
  named: NamedResources,
  settings: Settings,
  place: (name: SettingName) => string,
  faults: string[],
): NamedResources {
  return {
    topics: listedResources('existingTopics', named.topics, nameOf, settings, place, faults),
    buckets: settings.existingStateBucket === 'yes' ? named.buckets : [],
    logGroups: listedResources(
      'existingLogGroups',
      named.logGroups,
      String,
      settings,
      place,
      faults,
    ),
  };
}

/** Returns for each function whether its log group exists already, so that the stack does not create it. */
export function existingLogGroups(
  deployment: string,
  { logGroups }: NamedResources,
): Readonly<Record<string, boolean>> {
  return Object.fromEntries(
    FUNCTIONS.map((name) => [name, logGroups.includes(logGroupOf(deployment, name))]),
  );
}

/** Returns the log group that Lambda uses by default. https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html */
function logGroupOf(deployment: string, name: string): string {
  return `/aws/lambda/${deployment}-${name}`;
}

function listedResources<Resource extends string>(
  setting: 'existingTopics' | 'existingLogGroups',
  named: readonly Resource[],
  name: (resource: Resource) => string,
  settings: Settings,
  place: (name: SettingName) => string,
  faults: string[],
): readonly Resource[] {
  const names = settings[setting].split(',').flatMap((one) => one.trim() || []);
  for (const one of names) {
    if (named.some((resource) => name(resource) === one)) continue;
    faults.push(
      `${place(setting)}: the stack needs no ${one}; it needs ${named.map(name).join(', ')}.`,
    );
  }
  return named.filter((resource) => names.includes(name(resource)));
}
