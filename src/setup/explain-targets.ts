import { scopesIn } from '../accounts/targets.ts';
import type { AccountId } from '../model/aws-ids.ts';
import { roleArn } from '../model/aws-ids.ts';
import type { AccountConfiguration, Configuration } from '../model/configuration.ts';
import type { ExplainedAccount, RuleOrigins } from './explained.ts';
import type { LimitDefinition } from '../model/limit.ts';
import { partitionOf } from '../model/regions.ts';
import { accountRefusals } from '../prune/plan/guard-account.ts';

/** Of a configuration, what a run would measure, by which rules and why. Asks nobody. */
export function explainTargets(
  { tooling, role }: Pick<Configuration, 'tooling' | 'role'>,
  selected: {
    readonly accounts: readonly AccountConfiguration[];
    readonly limits: readonly LimitDefinition[];
    readonly includesWhole: boolean;
  },
  originsOf: (account: AccountId, definition: LimitDefinition) => RuleOrigins,
): readonly ExplainedAccount[] {
  const partition = partitionOf(tooling.region);
  return selected.accounts.map((one): ExplainedAccount => {
    const { id, name, stage, regions, rules, leftOut = [], prune } = one;
    const account = { id, name, stage };
    const limits = selected.limits.filter(({ scope }) =>
      scope === 'region' ? regions.length > 0 : selected.includesWhole,
    );
    return {
      account,
      regions,
      isMeasuredWhole: selected.includesWhole && scopesIn(one, selected.limits).has('account'),
      limits: limits.flatMap((definition) => {
        const rule = rules.find(({ limit }) => limit === definition.id);
        return rule === undefined ? [] : [{ definition, rule, origins: originsOf(id, definition) }];
      }),
      leftOut: leftOut.filter(({ limit }) =>
        selected.limits.some(({ id: named }) => named === limit),
      ),
      role: roleArn(partition, id, role.name, role.path),
      refusals: accountRefusals({ account, ...prune }),
    };
  });
}
