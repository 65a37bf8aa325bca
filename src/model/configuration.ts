import type { AccountId, ExternalId, Region, RoleName, TopicArn } from './aws-ids.ts';
import type { LimitRule } from './limit.ts';

/** Whether an account carries production. Only `nonprod` accounts can ever be pruned. */
export type Stage = 'prod' | 'nonprod';

/** An account as people know it. */
export interface AccountRef {
  readonly id: AccountId;
  readonly name: string;
  readonly stage: Stage;
}

/**
 * A Region to measure. `origin` tells whether the configuration named it for this account (then not
 * being able to see it is a blind spot) or the list of defaults did.
 */
export interface ConfiguredRegion {
  readonly region: Region;
  readonly origin: 'account' | 'default';
}

export interface AccountConfiguration extends AccountRef {
  readonly regions: readonly ConfiguredRegion[];
  /** One rule per known limit, overrides already applied. */
  readonly rules: readonly LimitRule[];
}

/** Which published versions are not counted as old (prune-safety rules 3 to 5). */
export interface VersionRetention {
  /** The newest N published versions of each function. */
  readonly keepNewest: number;
  /** The N versions right below each aliased or weighted one: where a rollback goes. */
  readonly keepBelowAlias: number;
  readonly minimumAgeDays: number;
  /** Functions, by glob, of which no version is ever old. */
  readonly keepFunctions: readonly string[];
}

/** `watchdog.yml`, validated and resolved: nothing left to default, everything plain data. */
export interface Configuration {
  /** Name of this deployment, in session names, messages and metrics. */
  readonly deployment: string;
  readonly tooling: { readonly account: AccountId; readonly region: Region };
  readonly role: { readonly name: RoleName; readonly externalId: ExternalId };
  readonly alerts: { readonly topicArn: TopicArn };
  readonly accounts: readonly AccountConfiguration[];
  readonly versions: VersionRetention;
  /** `perRegion`: metrics per account and Region too, each of which CloudWatch bills. */
  readonly metrics: { readonly perRegion: boolean };
}
