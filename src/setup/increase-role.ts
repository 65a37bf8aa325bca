import { watchedLimits } from '../limits/watched-limits.ts';
import { matchesGlob } from '../model/glob.ts';
import type { AccountConfiguration, ConfigurationFile } from '../model/configuration.ts';
import type { IncreaseRule } from '../model/increase/increase.ts';
import { partitionOf } from '../model/regions.ts';
import { memberRoleNames } from '../model/role-names.ts';
import type { InstanceGroup } from './role-stack-sets.ts';
import { callers, ownParameters } from './role-stack-sets.ts';
import type { Parameters, StackSet } from './stack-set-commands.ts';

/** What the template's parameters have by default. */
const USUAL_DEPLOYMENT = 'limits-watchdog';

/**
 * The increase role, for every quota that a rule names.
 * @param externalId the placeholder that commands have in its place
 */
export function increaseRoles(
  configuration: ConfigurationFile,
  externalId: Parameters[string],
): StackSet {
  const { deployment, role, increases } = configuration;
  return {
    name: `${deployment}-increase-role`,
    template: 'src/stacks/member-increase-role.yml',
    tags: configuration.deploy?.tags ?? {},
    parameters: {
      ...callers(configuration, externalId),
      QuotaArns: quotaArns(configuration, increases?.rules ?? []),
      ...(deployment !== USUAL_DEPLOYMENT && {
        IncreaseFunctionRoleName: `${deployment}-increase-function`,
        RoleName: memberRoleNames(deployment).increase,
      }),
      ...ownParameters(role),
    },
  };
}

/** The accounts that a rule fits, by the quotas that may be requested there. */
export function increaseGroups(
  configuration: ConfigurationFile,
  accounts: readonly AccountConfiguration[],
): readonly InstanceGroup[] {
  const rules = configuration.increases?.rules ?? [];
  const all = quotaArns(configuration, rules);
  const groups = new Map<string, readonly string[]>();
  for (const account of accounts) {
    const own = quotaArns(
      configuration,
      rules.filter((rule) => isFor(rule, account)),
    );
    if (own !== '') groups.set(own, [...(groups.get(own) ?? []), account.id]);
  }
  return [...groups].map(([arns, ids]) => ({
    ids,
    overrides: arns === all ? {} : { QuotaArns: arns },
  }));
}

function isFor({ accounts, stages }: IncreaseRule, { id, name, stage }: AccountConfiguration) {
  const isNamed =
    accounts.length === 0 ||
    accounts.some((glob) => matchesGlob(id, glob) || matchesGlob(name, glob));
  return isNamed && (stages.length === 0 || stages.includes(stage));
}

/** Each once, in any Region: the account of a quota is that of the role. */
export function quotaArns(
  configuration: ConfigurationFile,
  rules: readonly IncreaseRule[],
): string {
  const partition = partitionOf(configuration.tooling.region);
  const limits = watchedLimits(configuration);
  const arns = rules.flatMap(({ limit }) => {
    const code = limits.find(({ definition }) => definition.id === limit)?.quota;
    if (code === undefined) return [];
    return [`arn:${partition}:servicequotas:*:*:${code.ServiceCode}/${code.QuotaCode}`];
  });
  return [...new Set(arns)].join(',');
}
