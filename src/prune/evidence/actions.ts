import type { Check } from '../model/evidence.ts';
import { CHECKS } from '../model/evidence.ts';
import { LIST_ALIASES } from '../../limits/list-aliases.ts';
import { LIST_FUNCTIONS } from '../../limits/list-functions.ts';
import { LOOKUP_EVENTS } from './alias-trail.ts';
import { DESCRIBE_STACKS, GET_TEMPLATE, LIST_STACK_RESOURCES } from './cloud-formation.ts';
import {
  GET_DEPLOYMENT_TARGET,
  BATCH_GET_DEPLOYMENTS,
  LIST_DEPLOYMENT_TARGETS,
  LIST_DEPLOYMENTS,
} from './code-deploy.ts';
import { LIST_DURABLE_EXECUTIONS } from './durable-executions.ts';
import { LIST_DISTRIBUTIONS } from './edge-associations.ts';
import { LIST_EVENT_INVOKE_CONFIGS } from './event-invoke-configs.ts';
import { LIST_EVENT_SOURCE_MAPPINGS } from './event-source-mappings.ts';
import { LIST_EVENT_BUSES, LIST_RULES, LIST_TARGETS } from './event-rules.ts';
import { GET_METRIC_DATA } from './invocations.ts';
import { LIST_TAGS } from './opt-out-tags.ts';
import { LAYER_ACTIONS } from './layer-versions.ts';
import { LIST_PIPES } from './pipes.ts';
import { LIST_PROVISIONED } from './provisioned-concurrency.ts';
import { LIST_METRICS } from './recent-metrics.ts';
import { GET_POLICY } from './resource-policy.ts';
import { DESCRIBE_SCALABLE_TARGETS } from './scalable-targets.ts';
import { GET_SCHEDULE, LIST_SCHEDULES } from './scheduler.ts';
import {
  DESCRIBE_FOR_EXECUTION,
  DESCRIBE_STATE_MACHINE,
  LIST_EXECUTIONS,
  LIST_STATE_MACHINE_VERSIONS,
  LIST_STATE_MACHINES,
} from './step-functions.ts';
import { GET_FUNCTION } from './storage-mode.ts';

/** The IAM actions that each read needs. None of them can change anything. */
export const PLAN_ACTIONS: Readonly<Record<Check, readonly string[]>> = {
  listing: [LIST_FUNCTIONS],
  aliases: [LIST_ALIASES],
  'event-source-mappings': [LIST_EVENT_SOURCE_MAPPINGS],
  'provisioned-concurrency': [LIST_PROVISIONED],
  'scalable-targets': [DESCRIBE_SCALABLE_TARGETS],
  'resource-policy': [GET_POLICY],
  'function-policy': [GET_POLICY],
  'durable-executions': [LIST_DURABLE_EXECUTIONS],
  'recent-metrics': [LIST_METRICS],
  invocations: [GET_METRIC_DATA],
  'edge-associations': [LIST_DISTRIBUTIONS],
  'event-invoke-configs': [LIST_EVENT_INVOKE_CONFIGS],
  'async-destinations': [LIST_EVENT_INVOKE_CONFIGS],
  'alias-history': [LOOKUP_EVENTS],
  'opt-out-tags': [LIST_TAGS],
  scheduler: [LIST_SCHEDULES, GET_SCHEDULE],
  'step-functions': [
    LIST_STATE_MACHINES,
    DESCRIBE_STATE_MACHINE,
    LIST_STATE_MACHINE_VERSIONS,
    LIST_EXECUTIONS,
    DESCRIBE_FOR_EXECUTION,
  ],
  pipes: [LIST_PIPES],
  'code-deploy': [
    LIST_DEPLOYMENTS,
    BATCH_GET_DEPLOYMENTS,
    LIST_DEPLOYMENT_TARGETS,
    GET_DEPLOYMENT_TARGET,
  ],
  'cloud-formation': [DESCRIBE_STACKS, LIST_STACK_RESOURCES, GET_TEMPLATE],
  'environment-variables': [LIST_FUNCTIONS],
  'event-rules': [LIST_EVENT_BUSES, LIST_RULES, LIST_TARGETS],
};

/** Only where it is asked for each version where its package lies. */
export const STORAGE_ACTIONS: readonly string[] = [GET_FUNCTION];

/** What a session for planning may do, and nothing else; in order, each once. */
export function planActions(
  asked: { readonly storageModes?: boolean; readonly layers?: boolean } = {},
): readonly string[] {
  const actions = CHECKS.flatMap((check) => PLAN_ACTIONS[check]);
  const storage = asked.storageModes === true ? STORAGE_ACTIONS : [];
  const layers = asked.layers === true ? LAYER_ACTIONS : [];
  return [...new Set([...actions, ...storage, ...layers])].sort();
}
