import { watchedLimits } from '../limits/watched-limits.ts';
import { matchesGlob } from '../model/glob.ts';
import type { AccountConfiguration, ConfigurationFile } from '../model/configuration.ts';
import type { IncreaseRule } from '../model/increase/increase.ts';
import { partitionOf } from '../model/regions.ts';
import { groupAccounts, hasRolesApart, increaseRoleSet } from './role-stack-sets.ts';
import type { Parameters, StackSet } from './stack-set-commands.ts';

/** The StackSet of the increase role, which may request increases of every quota that a rule names. */
export function increaseRoles(
  configuration: ConfigurationFile,
  externalId: Parameters[string],
): StackSet {
  return increaseRoleSet(configuration, externalId, quotaArns(configuration));
}

/** The accounts to which increase rules apply, grouped by the quotas that these rules name. */
export function increaseGroups(
  configuration: ConfigurationFile,
  accounts: readonly AccountConfiguration[],
) {
  const all = quotaArns(configuration);
  const arnsOf = (account: AccountConfiguration) =>
    quotaArns(configuration, (rule) => isFor(rule, account));
  return groupAccounts(
    accounts.filter((account) => arnsOf(account) !== ''),
    (account): Parameters => (arnsOf(account) === all ? {} : { QuotaArns: arnsOf(account) }),
  );
}

function isFor({ accounts, stages }: IncreaseRule, { id, name, stage }: AccountConfiguration) {
  const isNamed =
    accounts.length === 0 ||
    accounts.some((glob) => matchesGlob(id, glob) || matchesGlob(name, glob));
  return isNamed && (stages.length === 0 || stages.includes(stage));
}

/** The ARNs of the quotas of these rules in all Regions, each once, separated by commas. */
export function quotaArns(
  configuration: ConfigurationFile,
  isWanted: (rule: IncreaseRule) => boolean = () => true,
): string {
  const partition = partitionOf(configuration.tooling.region);
  const limits = watchedLimits(configuration);
  const rules = configuration.increases?.rules ?? [];
  const arns = rules.filter(isWanted).flatMap(({ limit }) => {
    const code = limits.find(({ definition }) => definition.id === limit)?.quota;
    if (code === undefined) return [];
    return [`arn:${partition}:servicequotas:*:*:${code.ServiceCode}/${code.QuotaCode}`];
  });
  return [...new Set(arns)].join(',');
}

/** Whether the commands of the setup create a role, and so need the external id. */
export function makesRoles(configuration: ConfigurationFile): boolean {
  return (
    hasRolesApart(configuration) ||
    configuration.discovery?.listingRole !== undefined ||
    increaseGroups(configuration, configuration.accounts).length > 0
  );
}
