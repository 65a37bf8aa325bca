import {
  accountId,
  eventBusArn,
  externalId,
  region,
  roleArnOf,
  roleName,
  topicArn,
} from '../model/aws-ids.ts';
import { partitionOf } from '../model/regions.ts';
import type {
  AccessSettings,
  AccountConfiguration,
  AlertSettings,
  ConfigurationFile,
  HealthSettings,
  Mute,
  Route,
} from '../model/configuration.ts';
import type { LimitDefinition } from '../model/limit.ts';
import { withChoices } from '../model/limit-choice/choice.ts';
import { withExceptions } from '../model/limit-exception.ts';
import { memberRoleNames } from '../model/role-names.ts';
import type { Instant } from '../model/time.ts';
import { DAY_MS, HOUR_MS } from '../model/time.ts';
import { choicesOf } from './watch/choices.ts';
import { DEFAULTS } from './defaults.ts';
import { discoveryOf } from './discovery.ts';
import { exceptionsOf } from './exceptions.ts';
import { increasesOf } from './increases/increases.ts';
import type { WatchdogFile } from './schema.ts';
import { defaultStateBucket, defaultStateKey } from './state-bucket.ts';
import { ruleOf } from './thresholds.ts';
import { untilOf } from './until.ts';
import { limitsNamed } from './watch/names.ts';
import { watchedQuotas } from './watch/quotas.ts';

/** The configuration of a file without faults. @throws TypeError or RangeError for any other. */
export function resolve(
  file: WatchdogFile,
  definitions: readonly LimitDefinition[],
): ConfigurationFile {
  const listed = 'organizations' in file.accounts ? (file.accounts.listed ?? []) : file.accounts;
  const flat = { ...file, accounts: listed };
  const { tooling, role, versions, state, metrics } = file;
  const choices = choicesOf(file, definitions);
  const chosen = choices.flatMap(({ limits }) => limits);
  const watched = definitions.filter(({ id, set }) => set === undefined || chosen.includes(id));
  const quotas = watchedQuotas(file);
  const withMetric = limitsNamed(metrics?.limits ?? [], watched);
  const exceptions = exceptionsOf(file.exceptions ?? [], definitions);
  const deployment = file.deployment ?? DEFAULTS.deployment;
  return {
    deployment,
    command: file.command ?? DEFAULTS.command,
    engine: file.engine ?? DEFAULTS.engine,
    tooling: { account: accountId(tooling.account), region: region(tooling.region) },
    role: {
      name: role.name === undefined ? memberRoleNames(deployment).read : roleName(role.name),
      ...(role.path !== undefined && { path: role.path }),
      ...(role.permissionsBoundary !== undefined && {
        permissionsBoundary: role.permissionsBoundary,
      }),
      externalId: externalId(role.externalId),
      ...(role.organizationId !== undefined && { organizationId: role.organizationId }),
      ...(role.reviewEvidence !== undefined && { reviewEvidence: role.reviewEvidence }),
    },
    ...(file.deploy !== undefined && { deploy: file.deploy }),
    alerts: alertSettings(file.alerts),
    health: {
      topicArn: healthTopic(deployment, tooling),
      ...healthSettings(file.health),
    },
    state: {
      bucket: state?.bucket ?? defaultStateBucket(deployment, tooling.account, tooling.region),
      key: state?.key ?? defaultStateKey(deployment),
    },
    access: accessSettings(file.access),
    readStorageMode: file.readStorageMode ?? false,
    accounts: listed
      .map((account, at): AccountConfiguration => ({
        id: accountId(account.id),
        name: account.name,
        stage: account.stage,
        regions: (account.regions ?? file.regions ?? []).map((code) => ({
          region: region(code),
          origin: account.regions === undefined ? 'default' : 'account',
        })),
        rules: watched.map((definition) => ruleOf(flat, at, definition)),
        prune: {
          nameMisleads: account.prune?.nameMisleads ?? false,
          liftsCap: account.prune?.liftCap ?? false,
          allowsFewer: account.prune?.keepFewer ?? false,
          allowsLayers: account.prune?.layers ?? false,
        },
      }))
      .map((account) => withExceptions(withChoices(account, choices), exceptions)),
    versions: {
      keepNewest: versions?.keepNewest ?? DEFAULTS.keepNewest,
      keepBelowAlias: versions?.keepBelowAlias ?? DEFAULTS.keepBelowAlias,
      minimumAgeDays: versions?.minimumAgeDays ?? DEFAULTS.minimumAgeDays,
      keepFunctions: versions?.keepFunctions ?? [],
    },
    ...('organizations' in file.accounts && {
      discovery: {
        ...discoveryOf(file.accounts.organizations, {
          regions: (file.regions ?? []).map((code) => ({
            region: region(code),
            origin: 'default',
          })),
          // Of an account without settings of its own.
          rules: watched.map((definition) => ruleOf(flat, listed.length, definition)),
          prune: { nameMisleads: false, liftsCap: false, allowsFewer: false, allowsLayers: false },
        }),
        ...(choices.length > 0 && { choices }),
        ...(exceptions.length > 0 && { exceptions }),
      },
    }),
    ...(quotas.length > 0 && { quotas }),
    ...(file.increases !== undefined && { increases: increasesOf(file.increases) }),
    metrics: {
      perRegion: metrics?.perRegion ?? false,
      ...(withMetric.length > 0 && { limits: withMetric }),
    },
  };
}

function accessSettings(access: WatchdogFile['access'] = {}): AccessSettings {
  const { breakGlassRoles = [], mayPlan, mayPrune, mayMute } = access;
  return {
    breakGlassRoles: breakGlassRoles.map(roleArnOf),
    ...(mayPlan !== undefined && { mayPlan: mayPlan.map(roleArnOf) }),
    ...(mayPrune !== undefined && { mayPrune: mayPrune.map(roleArnOf) }),
    ...(mayMute !== undefined && { mayMute: mayMute.map(roleArnOf) }),
  };
}

function healthSettings(health: WatchdogFile['health'] = {}): Omit<HealthSettings, 'topicArn'> {
  const { emails = [], runbook, productionPercent } = health;
  return {
    emails,
    ...(runbook !== undefined && { runbook }),
    ...(productionPercent !== undefined && { productionPercent }),
  };
}

/** As `src/stacks/health-topic.yml` names it. */
function healthTopic(deployment: string, { account, region: code }: WatchdogFile['tooling']) {
  const partition = partitionOf(region(code));
  return topicArn(`arn:${partition}:sns:${code}:${account}:${deployment}-health`);
}

function alertSettings(alerts: WatchdogFile['alerts']): AlertSettings {
  const { remind, routes = [], mutes = [] } = alerts;
  const warnDays = remind?.warnDays ?? DEFAULTS.remindWarnDays;
  return {
    topicArn: topicArn(alerts.topicArn),
    emails: alerts.emails ?? [],
    ...(alerts.chatTopicArn === undefined ? {} : { chatTopicArn: topicArn(alerts.chatTopicArn) }),
    ...(alerts.eventBusArn !== undefined && { eventBusArn: eventBusArn(alerts.eventBusArn) }),
    ...(alerts.runbook !== undefined && { runbook: alerts.runbook }),
    routes: routes.map((route): Route => ({
      name: route.name,
      accounts: route.accounts ?? [],
      stages: route.stages ?? [],
      limits: route.limits ?? [],
      topicArn: topicArn(route.topicArn),
    })),
    mutes: mutes.map((mute): Mute => ({
      accounts: mute.accounts ?? [],
      regions: mute.regions ?? [],
      limits: mute.limits ?? [],
      ...(mute.everything === true && { everything: true as const }),
      until: momentOf(mute.until),
      owner: mute.owner,
      reason: mute.reason,
    })),
    remindCriticalHours: remind?.criticalHours ?? DEFAULTS.remindCriticalHours,
    remindWarnHours: (warnDays * DAY_MS) / HOUR_MS,
    clearPoints: alerts.clearPoints ?? DEFAULTS.clearPoints,
    forecastDays: alerts.forecastDays ?? DEFAULTS.forecastDays,
  };
}

function momentOf(until: string): Instant {
  const moment = untilOf(until);
  if (moment === undefined) throw new RangeError(`${JSON.stringify(until)} is not a time`);
  return moment;
}
