import {
  accountId,
  eventBusArn as eventBusArnOf,
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
  ConfiguredRegion,
  Mute,
  Route,
} from '../model/configuration.ts';
import type { LimitDefinition } from '../model/limit.ts';
import { withChoices } from '../model/limit-choice/choice.ts';
import { withExceptions } from '../model/limit-exception.ts';
import { memberRoleNames } from '../model/role-names.ts';
import type { Instant } from '../model/time.ts';
import { DAY_MS, HOUR_MS } from '../model/time.ts';
import type { PruneSection } from './accounts-schema.ts';
import { choicesOf, watchedQuotas } from './choices.ts';
import { DEFAULTS, defaultStateBucket, defaultStateKey } from './defaults.ts';
import { discoveryOf } from './discovery.ts';
import { exceptionsOf, increasesOf } from './exceptions.ts';
import type { WatchdogFile } from './schema.ts';
import { limitsNamed } from './limits-schema.ts';
import { ruleOf } from './thresholds.ts';
import { untilOf } from './until.ts';

/** The configuration of a file, with defaults. @throws TypeError or RangeError for a file with faults. */
export function resolve(
  file: WatchdogFile,
  definitions: readonly LimitDefinition[],
): ConfigurationFile {
  const { organizations, listed = [] } =
    'organizations' in file.accounts
      ? file.accounts
      : { organizations: undefined, listed: file.accounts };
  const flat = { ...file, accounts: listed, accountsAt: ['accounts'] };
  const { tooling, role, state, metrics } = file;
  const choices = choicesOf(file, definitions);
  const chosen = choices.flatMap(({ limits }) => limits);
  const watched = definitions.filter(({ id, set }) => set === undefined || chosen.includes(id));
  const rulesOf = (account: number) =>
    watched.map((definition) => ruleOf(flat, account, definition));
  const shared = regionsOf(file.regions, 'default');
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
      ...role,
      name: role.name === undefined ? memberRoleNames(deployment).read : roleName(role.name),
      externalId: externalId(role.externalId),
    },
    ...(file.deploy !== undefined && { deploy: file.deploy }),
    alerts: alertSettings(file.alerts),
    health: { emails: [], ...file.health, topicArn: healthTopic(deployment, tooling) },
    state: {
      bucket: defaultStateBucket(deployment, tooling.account, tooling.region),
      key: defaultStateKey(deployment),
      ...state,
    },
    access: accessSettings(file.access),
    readStorageMode: file.readStorageMode ?? false,
    accounts: listed
      .map(({ id, name, stage, regions, prune }, at): AccountConfiguration => ({
        id: accountId(id),
        name,
        stage,
        regions: regions === undefined ? shared : regionsOf(regions, 'account'),
        rules: rulesOf(at),
        prune: pruneSettings(prune),
      }))
      .map((account) => withExceptions(withChoices(account, choices), exceptions)),
    versions: {
      keepNewest: DEFAULTS.keepNewest,
      keepBelowAlias: DEFAULTS.keepBelowAlias,
      minimumAgeDays: DEFAULTS.minimumAgeDays,
      keepFunctions: [],
      ...file.versions,
    },
    ...(organizations !== undefined && {
      discovery: {
        ...discoveryOf(organizations, {
          regions: shared,
          rules: rulesOf(listed.length),
          prune: pruneSettings(),
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

function regionsOf(
  codes: readonly string[] = [],
  origin: ConfiguredRegion['origin'],
): readonly ConfiguredRegion[] {
  return codes.map((code) => ({ region: region(code), origin }));
}

function pruneSettings({
  nameMisleads = false,
  liftCap: liftsCap = false,
  keepFewer: allowsFewer = false,
  layers: allowsLayers = false,
}: PruneSection = {}): AccountConfiguration['prune'] {
  return { nameMisleads, liftsCap, allowsFewer, allowsLayers };
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

function healthTopic(deployment: string, { account, region: code }: WatchdogFile['tooling']) {
  const partition = partitionOf(region(code));
  return topicArn(`arn:${partition}:sns:${code}:${account}:${deployment}-health`);
}

function alertSettings(alerts: WatchdogFile['alerts']): AlertSettings {
  const { remind, routes = [], mutes = [], chatTopicArn, eventBusArn, ...rest } = alerts;
  const warnDays = remind?.warnDays ?? DEFAULTS.remindWarnDays;
  return {
    emails: [],
    clearPoints: DEFAULTS.clearPoints,
    forecastDays: DEFAULTS.forecastDays,
    ...rest,
    topicArn: topicArn(alerts.topicArn),
    ...(chatTopicArn !== undefined && { chatTopicArn: topicArn(chatTopicArn) }),
    ...(eventBusArn !== undefined && { eventBusArn: eventBusArnOf(eventBusArn) }),
    routes: routes.map((route): Route => ({
      accounts: [],
      stages: [],
      limits: [],
      ...route,
      topicArn: topicArn(route.topicArn),
    })),
    mutes: mutes.map((mute): Mute => ({
      accounts: [],
      regions: [],
      limits: [],
      ...mute,
      until: requiredTime(mute.until),
    })),
    remindCriticalHours: remind?.criticalHours ?? DEFAULTS.remindCriticalHours,
    remindWarnHours: (warnDays * DAY_MS) / HOUR_MS,
  };
}

function requiredTime(until: string): Instant {
  const moment = untilOf(until);
  if (moment === undefined) throw new RangeError(`${JSON.stringify(until)} is not a time`);
  return moment;
}
