import type { Check, EvidenceCheck } from '../model/evidence.ts';
import { aliasHistory } from './alias-history.ts';
import { aliases } from './aliases.ts';
import type { Caller, Grant, Source } from './caller.ts';
import { cloudFormation } from './cloud-formation.ts';
import { codeDeploy } from './code-deploy.ts';
import { durableExecutions } from './durable-executions.ts';
import { edgeAssociations } from './edge-associations.ts';
import { asyncDestinations, eventInvokeConfigs } from './event-invoke-configs.ts';
import { eventRules } from './event-rules.ts';
import { eventSourceMappings } from './event-source-mappings.ts';
import { functionPolicy } from './function-policy.ts';
import { invocations } from './invocations.ts';
import { LAYER_GRANTS } from './layer-versions.ts';
import { environmentVariables, listing } from './listing.ts';
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
 * Everything that may call a version, in the order in which a plan gives reasons. AWS would delete a version that one of
 * these uses: it refuses only targets of aliases and Lambda@Edge replicas. No setting switches a check off.
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

/** All reads that planning needs: the callers, the listing of versions and the aliases. */
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

/** The IAM actions that planning may need, with their grants. They only read. */
export const PLAN_GRANTS: ReadonlyMap<string, Grant> = new Map(
  [...SOURCES.map(({ grants }) => grants), STORAGE_GRANTS, LAYER_GRANTS].flatMap((grants) =>
    Object.entries<Grant>(grants),
  ),
);

/** Returns the grant of an IAM action. @throws TypeError if no read needs the action. */
export function grantOf(action: string): Grant {
  return required(PLAN_GRANTS, action);
}

function required<Value>(all: ReadonlyMap<string, Value>, key: string): Value {
  const found = all.get(key);
  if (found === undefined) throw new TypeError(`the catalogue of callers has no ${key}`);
  return found;
}

/** Returns the IAM actions that planning needs; those for storage modes and layers only if `optional` requests these. */
export function planActions(
  optional: { readonly storageModes?: boolean; readonly layers?: boolean } = {},
): readonly string[] {
  const grants = [
    ...SOURCES.map((source) => source.grants),
    ...(optional.storageModes === true ? [STORAGE_GRANTS] : []),
    ...(optional.layers === true ? [LAYER_GRANTS] : []),
  ];
  return [...new Set(grants.flatMap((those) => Object.keys(those)))].sort();
}

/**
 * Returns the only actions that a planning session allows. They include kms:Decrypt, which AWS needs to show encrypted
 * environment variables and state machines. The read role does not allow it; only a key's own policy can.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
 */
export function planSessionActions(optional: Parameters<typeof planActions>[0]): readonly string[] {
  return [...planActions(optional), 'kms:Decrypt'].sort();
}
