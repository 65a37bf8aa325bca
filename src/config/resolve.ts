import { accountId, externalId, region, roleName, topicArn } from '../model/aws-ids.ts';
import type { AccountConfiguration, Configuration } from '../model/configuration.ts';
import type { LimitDefinition } from '../model/limit.ts';
import type { WatchdogFile } from './schema.ts';
import { ruleOf } from './thresholds.ts';

const DEFAULTS = {
  deployment: 'limits-watchdog',
  roleName: 'limits-watchdog-read',
  keepNewest: 3,
  keepBelowAlias: 1,
  minimumAgeDays: 7,
};

/** The configuration of a file without faults. @throws TypeError or RangeError for any other. */
export function resolve(
  file: WatchdogFile,
  definitions: readonly LimitDefinition[],
): Configuration {
  const { tooling, role, alerts, versions } = file;
  return {
    deployment: file.deployment ?? DEFAULTS.deployment,
    tooling: { account: accountId(tooling.account), region: region(tooling.region) },
    role: {
      name: roleName(role.name ?? DEFAULTS.roleName),
      externalId: externalId(role.externalId),
    },
    alerts: {
      topicArn: topicArn(alerts.topicArn),
      routes: [],
      mutes: [],
      remindCriticalHours: 24,
      remindWarnHours: 168,
      clearPoints: 3,
      forecastDays: 14,
    },
    state: { bucket: 'limits-watchdog-state', key: 'limits-watchdog/state.json' },
    readStorageMode: false,
    metrics: { perRegion: false },
    accounts: file.accounts.map((account, at): AccountConfiguration => ({
      id: accountId(account.id),
      name: account.name,
      stage: account.stage,
      regions: (account.regions ?? file.regions ?? []).map((code) => ({
        region: region(code),
        origin: account.regions === undefined ? 'default' : 'account',
      })),
      rules: definitions.map((definition) => ruleOf(file, at, definition)),
    })),
    versions: {
      keepNewest: versions?.keepNewest ?? DEFAULTS.keepNewest,
      keepBelowAlias: versions?.keepBelowAlias ?? DEFAULTS.keepBelowAlias,
      minimumAgeDays: versions?.minimumAgeDays ?? DEFAULTS.minimumAgeDays,
      keepFunctions: [],
    },
  };
}
