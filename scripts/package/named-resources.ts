import type { TopicArn } from '../../src/model/aws-ids.ts';
import type { ConfigurationFile } from '../../src/model/configuration.ts';
import { nameOf, topicsOf } from '../../src/setup/stack-topics.ts';
import type { SettingName, Settings } from './settings.ts';
import { isSet, WEBHOOKS } from './webhooks.ts';

/** Resources of the stack whose names the configuration determines, and that can be there before it. */
export interface NamedResources {
  readonly topics: readonly TopicArn[];
  readonly buckets: readonly string[];
  readonly logGroups: readonly string[];
}

/** The functions by the end of their names. */
const FUNCTIONS: readonly string[] = [
  'watch',
  'plan',
  'prune',
  'mute',
  'increase',
  ...WEBHOOKS.map(({ id }) => id),
];

/** All that the stack needs, made by it or existing. */
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

/** Those of `named` that the settings call existing. Names that are none of them are faults. */
export function existingResources(
  named: NamedResources,
  settings: Settings,
  place: (name: SettingName) => string,
  faults: string[],
): NamedResources {
  return {
    topics: listed('existingTopics', named.topics, nameOf, settings, place, faults),
    buckets: settings.existingStateBucket === 'yes' ? named.buckets : [],
    logGroups: listed('existingLogGroups', named.logGroups, String, settings, place, faults),
  };
}

/** By function, whether its log group is an existing one, which the stack then does not make. */
export function existingLogGroups(
  deployment: string,
  { logGroups }: NamedResources,
): Readonly<Record<string, boolean>> {
  return Object.fromEntries(
    FUNCTIONS.map((name) => [name, logGroups.includes(logGroupOf(deployment, name))]),
  );
}

/** Where Lambda writes by default otherwise. https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html */
function logGroupOf(deployment: string, name: string): string {
  return `/aws/lambda/${deployment}-${name}`;
}

function listed<Resource extends string>(
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
