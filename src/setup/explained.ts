import type { RoleArn } from '../model/aws-ids.ts';
import type { AccountRef, ConfiguredRegion } from '../model/configuration.ts';
import type { LeftOutLimit, LimitDefinition, LimitRule } from '../model/limit.ts';
import type { Refusal } from '../prune/model/recheck.ts';

/** Places in the configuration that set a rule; absent where the limit's own default holds. */
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

/** Who is measured, where, by which rules, as which role, and why nothing of it is pruned. */
export interface ExplainedAccount {
  readonly account: AccountRef;
  /** Measured one by one. */
  readonly regions: readonly ConfiguredRegion[];
  readonly isMeasuredWhole: boolean;
  readonly limits: readonly ExplainedLimit[];
  /** Not measured, as the configuration leaves them out. */
  readonly leftOut: readonly LeftOutLimit[];
  /** Assumed to measure. */
  readonly role: RoleArn;
  /** Empty: it may be pruned, as far as the configuration goes. */
  readonly refusals: readonly Refusal[];
}
