import type { RolesInStack, StackSetPermissions } from '../model/deploy/deploy-settings.ts';

/** The answers of the user in a setup, not validated yet. */
export interface SetupAnswers {
  readonly deployment: string;
  readonly toolingAccount: string;
  readonly region: string;
  readonly topicArn: string;
  readonly externalId: string;
  /** The organisation to which callers of the roles must belong; empty for any caller. */
  readonly organizationId: string;
  /** The Region codes that are watched in every account. */
  readonly regions: readonly string[];
  readonly accounts: readonly SetupAccount[];
  /** Limits to watch in every account in addition to the default ones: ids, sets or `all`. None when absent. */
  readonly watch?: readonly string[];
  /** Whether the command review may read in production accounts which versions are in use. False when absent. */
  readonly reviewEvidence?: boolean;
  /** E-mail addresses for alerts and for alarms about the watchdog. None when absent. */
  readonly emails?: readonly string[];
  /** The roles that the stack of the tooling account creates in that account. None when absent. */
  readonly rolesInStack?: RolesInStack;
  /** The permission model of the StackSets. Service-managed when absent. */
  readonly permissions?: StackSetPermissions;
}

export interface SetupAccount {
  readonly id: string;
  readonly name: string;
  readonly stage: string;
  /** Confirmed by the user: the name has a word for production, but the account is not for production. */
  readonly nameMisleads?: true;
}

/** One manual step of a setup; steps are in the order in which they are done. */
export interface SetupStep {
  readonly title: string;
  /** Sentences that the user reads before the commands. */
  readonly notes: readonly string[];
  /** Complete commands for a POSIX shell; empty if there is nothing to run. */
  readonly commands: readonly string[];
}
