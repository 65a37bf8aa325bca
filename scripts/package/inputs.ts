import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { catalogue } from '../../src/limits/catalogue.ts';
import type { ConfigurationFile } from '../../src/model/configuration.ts';
import { limitsWithMetric } from '../../src/model/metric-rules.ts';
import type { LimitDefinition } from '../../src/model/limit.ts';
import { partitionOf } from '../../src/model/regions.ts';
import { parametersOf, StackRefused } from '../../test/sandbox/cloudformation/scope.ts';
import { readTemplate } from '../../test/sandbox/cloudformation/read-template.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';
import { isMembers } from '../../test/sandbox/wire/message.ts';
import { dashboardBody } from './dashboard.ts';
import type { Deployment } from './deployment.ts';
import { guardExtensions } from './guard/extensions.ts';
import { guardsOf } from './guard/guards.ts';
import { invocationPolicies } from './invocation-policies.ts';
import { QUERY_RESOURCES } from './log-queries.ts';
import { memberRoleResources } from './member-roles.ts';
import { resourceParts } from './resource-parts.ts';
import { stateBucketPolicy } from './state-bucket-policy.ts';
import { readStack } from './template.ts';
import { alarmSuffixOf, topicResources } from './topics.ts';
import { WEBHOOKS } from './webhooks.ts';

/** The templates that `serverless.yml` includes, besides the generated ones. */
const STACKS: readonly string[] = [
  'watch-function-role.yml',
  'plan-function-role.yml',
  'prune-function-role.yml',
  'mute-function-role.yml',
  'increase-function-role.yml',
  ...WEBHOOKS.flatMap(({ stacks }) => stacks),
  'state-bucket.yml',
  'health-topic.yml',
  'queues.yml',
  'schedule.yml',
  'increase-schedule.yml',
  'distributed-watch.yml',
  'prune-loop.yml',
  'alarms.yml',
  'chat.yml',
];

/** The content of the JSON files that `serverless.yml` includes, by file name. */
export type Inputs = Readonly<Record<string, unknown>>;

/** Returns parameter values that violate a template's constraints, as sentences. */
export async function parameterFaults({ parameters }: Deployment): Promise<readonly string[]> {
  const faults = new Set<string>();
  for (const file of STACKS) {
    const declared = parametersIn(await readStack(file));
    for (const [name, declaration] of Object.entries(declared)) {
      const template = readTemplate(JSON.stringify({ Parameters: { [name]: declaration } }));
      const value = parameters[name];
      try {
        parametersOf(template, value === undefined ? {} : { [name]: value });
      } catch (error) {
        if (!(error instanceof StackRefused)) throw error;
        faults.add(
          `${settingOf(name)} ${JSON.stringify(value)}: ${constraintOf(declaration, error)}.`,
        );
      }
    }
  }
  return [...faults];
}

/** The functions that create the inputs. Each returns the same for the same arguments, so it can be cached. */
export interface InputParts {
  readonly topics: typeof topicResources;
  readonly access: (configuration: ConfigurationFile) => Members;
  readonly roles: typeof memberRoleResources;
  readonly dashboard: (
    configuration: ConfigurationFile,
    alarmArns: readonly string[],
    everyHours: number,
  ) => Members;
  readonly parameter: (value: string) => Members;
}

export const INPUT_PARTS: InputParts = {
  topics: topicResources,
  access: (configuration) => ({
    Resources: { ...stateBucketPolicy(configuration), ...invocationPolicies(configuration) },
  }),
  roles: memberRoleResources,
  dashboard: (configuration, alarms, everyHours) => ({
    Resources: {
      Dashboard: {
        Type: 'AWS::CloudWatch::Dashboard',
        Properties: {
          DashboardName: configuration.deployment,
          DashboardBody: dashboardBody(
            configuration,
            withMetricOf(configuration),
            alarms,
            everyHours,
          ),
        },
      },
    },
  }),
  parameter: (value) => ({ Default: value }),
};

/** Shared objects, since the cache of templates compares values by identity. */
const NO_DASHBOARD: Members = { Resources: {} };
const NO_TAGS: Members = {};
const NOT_GUARDED: Members = {};

/** Returns all inputs of the stack, which depend only on the arguments. */
export async function inputsOf(
  configuration: ConfigurationFile,
  deployment: Deployment,
  everyHours: number,
  { topics, access, roles, dashboard, parameter }: InputParts = INPUT_PARTS,
): Promise<Inputs> {
  const { values, parameters, hasDashboard } = deployment;
  const guards = guardsOf(configuration);
  const inputs = {
    values,
    tags: guards.tags ?? NO_TAGS,
    topics: await topics(deployment),
    access: access(configuration),
    roles: await roles(configuration),
    queries: QUERY_RESOURCES,
    dashboard: hasDashboard
      ? dashboard(configuration, await alarmArns(configuration, deployment), everyHours)
      : NO_DASHBOARD,
    parameters: {
      Parameters: Object.fromEntries(
        Object.entries(parameters).map(([name, value]) => [name, parameter(value)]),
      ),
    },
    guards: NOT_GUARDED,
  };
  if (Object.keys(guards).length === 0) return inputs;
  const parts = await resourceParts(inputs);
  return { ...inputs, guards: await guardExtensions(parts, values, guards) };
}

/** Returns the limits that have a metric, and therefore a graph. */
export function withMetricOf({ metrics }: ConfigurationFile): readonly LimitDefinition[] {
  return limitsWithMetric(
    catalogue.map(({ definition }) => definition),
    metrics,
  );
}

/** Writes the inputs as JSON files below `directory`, and deletes what was there before. */
export async function writeInputs(directory: string, inputs: Inputs): Promise<void> {
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  for (const [name, content] of Object.entries(inputs)) {
    await writeFile(join(directory, `${name}.json`), `${JSON.stringify(content, null, 2)}\n`);
  }
}

/** Returns the ARNs of all alarms that the stack creates: those of the templates in order, then those of the topics. */
async function alarmArns(
  { deployment, engine, health, increases, tooling }: ConfigurationFile,
  { parameters, alertTopics }: Deployment,
): Promise<readonly string[]> {
  const unset = WEBHOOKS.filter(({ prefix }) => parameters[`${prefix}WebhookParameter`] === '');
  const unmet = new Set<unknown>([
    ...unset.map(({ prefix }) => `Has${prefix}`),
    ...(engine === 'distributed' ? [] : ['IsDistributed']),
    ...(parameters['ScheduleState'] === 'paused' ? ['IsScheduled', 'HasProductionAlarm'] : []),
    ...(health.productionPercent === undefined ? ['HasProductionAlarm'] : []),
    ...(increases === undefined ? ['HasIncreases'] : []),
  ]);
  const resources = await Promise.all(
    STACKS.map(async (file) => {
      const { Resources: found } = await readStack(file);
      return isMembers(found) ? Object.values(found) : [];
    }),
  );
  const prefix = `arn:${partitionOf(tooling.region)}:cloudwatch:${tooling.region}:${tooling.account}:alarm:`;
  const own = resources.flat().flatMap((resource) => {
    if (!isMembers(resource) || resource['Type'] !== 'AWS::CloudWatch::Alarm') return [];
    if (unmet.has(resource['Condition'])) return [];
    const properties = resource['Properties'];
    const name = isMembers(properties) ? properties['AlarmName'] : undefined;
    const text = isMembers(name) ? name['Fn::Sub'] : undefined;
    if (typeof text !== 'string') throw new Error('an alarm has no name that can be worked out');
    return [`${prefix}${text.replace('${Deployment}', deployment)}`];
  });
  const ofTopics = alertTopics.map(
    (arn) => `${prefix}${deployment}-not-delivered-${alarmSuffixOf(arn)}`,
  );
  return [...own, ...ofTopics];
}

function parametersIn(template: Members): Members {
  const parameters = template['Parameters'];
  return isMembers(parameters) ? parameters : {};
}

/** Returns the setting of a parameter, such as `--param slackWebhookParameter` for `SlackWebhookParameter`. */
function settingOf(parameter: string): string {
  return `--param ${parameter.charAt(0).toLowerCase()}${parameter.slice(1)}`;
}

function constraintOf(declaration: unknown, error: StackRefused): string {
  const said = isMembers(declaration) ? declaration['ConstraintDescription'] : undefined;
  return typeof said === 'string' ? said : error.message;
}
