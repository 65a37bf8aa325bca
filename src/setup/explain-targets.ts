import { scopesIn } from '../accounts/targets.ts';
import type { AccountId, RoleArn } from '../model/aws-ids.ts';
import { roleArn } from '../model/aws-ids.ts';
import type {
  AccountConfiguration,
  AccountRef,
  Configuration,
  ConfiguredRegion,
} from '../model/configuration.ts';
import type { LeftOutLimit, LimitDefinition, LimitRule } from '../model/limit.ts';
import { partitionOf } from '../model/regions.ts';
import { accountRefusals } from '../prune/plan/guard-account.ts';
import type { Refusal } from '../prune/model/recheck.ts';
import { readDraft } from '../config/draft.ts';
import { pathText } from '../config/faults.ts';
import { sourcesOf } from '../config/thresholds.ts';
import { readYaml } from '../config/yaml-source.ts';

/** The accounts that a run would measure, with Regions, limits and settings. Makes no AWS calls. */
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

/** The paths in the configuration that set thresholds and ceiling; a path is absent for the limit's default. */
export interface RuleOrigins {
  readonly warn?: string;
  readonly critical?: string;
  readonly ceiling?: string;
}

export interface ExplainedLimit {
  readonly definition: LimitDefinition;
  readonly rule: LimitRule;
  readonly origins: RuleOrigins;
}

/** How an account is measured, and whether it may be pruned. */
export interface ExplainedAccount {
  readonly account: AccountRef;
  readonly regions: readonly ConfiguredRegion[];
  /** Whether account-wide limits are measured. */
  readonly isMeasuredWhole: boolean;
  readonly limits: readonly ExplainedLimit[];
  /** The limits that are not measured because the configuration leaves them out. */
  readonly leftOut: readonly LeftOutLimit[];
  readonly role: RoleArn;
  /** Why the account may not be pruned; empty if the configuration allows it. */
  readonly refusals: readonly Refusal[];
}

/** Reads a valid `watchdog.yml` and returns a function for the paths that set the rule of a limit in an account. */
export function readRuleOrigins(
  text: string,
  definitions: readonly LimitDefinition[],
): (account: AccountId, definition: LimitDefinition) => RuleOrigins {
  const reading = readYaml(text);
  const draft = readDraft(reading.ok ? reading.source.value : {}, definitions);
  const places = new Map(draft.accounts?.map((account, at) => [account?.id, at]));
  return (account, definition) => {
    const { warn, critical, ceiling } = sourcesOf(draft, places.get(account) ?? -1, definition);
    return {
      ...(warn !== undefined && { warn: pathText(warn) }),
      ...(critical !== undefined && { critical: pathText(critical) }),
      ...(ceiling !== undefined && { ceiling: pathText(ceiling) }),
    };
  };
}
