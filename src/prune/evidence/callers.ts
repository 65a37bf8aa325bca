import type { Check, EvidenceCheck } from '../model/evidence.ts';
import { aliasHistory } from './alias-history.ts';
import { aliases } from './aliases.ts';
import type { Caller, Grant, Source } from './caller.ts';
import { cloudFormation } from './cloud-formation.ts';
import { codeDeploy } from './code-deploy.ts';
import { durableExecutions } from './durable-executions.ts';
import { edgeAssociations } from './edge-associations.ts';
import { environmentVariables } from './environment-variables.ts';
import { asyncDestinations, eventInvokeConfigs } from './event-invoke-configs.ts';
import { eventRules } from './event-rules.ts';
import { eventSourceMappings } from './event-source-mappings.ts';
import { functionPolicy } from './function-policy.ts';
import { invocations } from './invocations.ts';
import { LAYER_GRANTS } from './layer-versions.ts';
import { listing } from './listing.ts';
import { optOutTags } from './opt-out-tags.ts';
import { pipes } from './pipes.ts';
import { provisionedConcurrency } from './provisioned-concurrency.ts';
import { recentMetrics } from './recent-metrics.ts';
import { resourcePolicy } from './resource-policy.ts';
import { scalableTargets } from './scalable-targets.ts';
import { scheduler } from './scheduler.ts';
import { stepFunctions } from './step-functions.ts';
import { STORAGE_GRANTS } from './collect/storage-mode.ts';

/**
 * Every caller of versions, in the order of the reasons in plans. AWS itself refuses only alias targets and
 * edge replicas; it deletes what these callers use. Nothing can switch one off.
 */
export const CALLERS = [
  eventSourceMappings,
  provisionedConcurrency,
  scalableTargets,
  functionPolicy,
  resourcePolicy,
  durableExecutions,
  recentMetrics,
  invocations,
  edgeAssociations,
  eventInvokeConfigs,
  asyncDestinations,
  aliasHistory,
  optOutTags,
  scheduler,
  stepFunctions,
  pipes,
  codeDeploy,
  cloudFormation,
  eventRules,
  environmentVariables,
] as const satisfies readonly Caller[];

/** All reads that can fail, the listing and aliases included. */
export const SOURCES = [listing, aliases, ...CALLERS] as const satisfies readonly Source[];

export const EVIDENCE_CHECKS: readonly EvidenceCheck[] = CALLERS.map(({ check }) => check);
export const CHECKS: readonly Check[] = SOURCES.map(({ check }) => check);

const BY_CHECK: ReadonlyMap<string, Source> = new Map(SOURCES.map((one) => [one.check, one]));
const CALLER_BY_CHECK: ReadonlyMap<string, Caller> = new Map(
  CALLERS.map((one) => [one.check, one]),
);

export function sourceOf(check: Check): Source {
  return required(BY_CHECK, check);
}

export function callerOf(check: EvidenceCheck): Caller {
  return required(CALLER_BY_CHECK, check);
}

/** The IAM actions that planning may need. All of them only read. */
export const PLAN_GRANTS: ReadonlyMap<string, Grant> = new Map(
  [...SOURCES.map(({ grants }) => grants), STORAGE_GRANTS, LAYER_GRANTS].flatMap((grants) =>
    Object.entries<Grant>(grants),
  ),
);

/** @throws TypeError for an action that no read needs. */
export function grantOf(action: string): Grant {
  return required(PLAN_GRANTS, action);
}

function required<Value>(all: ReadonlyMap<string, Value>, key: string): Value {
  const found = all.get(key);
  if (found === undefined) throw new TypeError(`the catalogue of callers has no ${key}`);
  return found;
}

export function planActions(
  asked: { readonly storageModes?: boolean; readonly layers?: boolean } = {},
): readonly string[] {
  const grants = [
    ...SOURCES.map((source) => source.grants),
    ...(asked.storageModes === true ? [STORAGE_GRANTS] : []),
    ...(asked.layers === true ? [LAYER_GRANTS] : []),
  ];
  return [...new Set(grants.flatMap((those) => Object.keys(those)))].sort();
}

/**
 * The only actions of a planning session. A session policy also limits what KMS key policies grant to the
 * role, so it includes decrypting; the read role has no such permission, and the keys of environment variables
 * and state machines decide themselves.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
 */
export function planSessionActions(asked: Parameters<typeof planActions>[0]): readonly string[] {
  return [...planActions(asked), 'kms:Decrypt'].sort();
}
