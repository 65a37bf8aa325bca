import type { RolesInStack, StackSetPermissions } from '../model/deploy/deploy-settings.ts';

/** The answers to the questions of a setup, as typed: not validated yet. */
export interface SetupAnswers {
  readonly deployment: string;
  readonly toolingAccount: string;
  readonly region: string;
  readonly topicArn: string;
  readonly externalId: string;
  /** The organisation to which callers of the roles must belong; empty for any caller. */
  readonly organizationId: string;
  /** Watched in every account. */
  readonly regions: readonly string[];
  readonly accounts: readonly SetupAccount[];
  /** Further limits to watch in every account: ids, sets or `all`. None when absent. */
  readonly watch?: readonly string[];
  /** Whether reviews may read in production what keeps versions in use. False when absent. */
  readonly reviewEvidence?: boolean;
  /** Subscribed to both topics. None when absent. */
  readonly emails?: readonly string[];
  /** Roles of the tooling account that its stack makes. None when absent. */
  readonly rolesInStack?: RolesInStack;
  /** Service-managed when absent. */
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
  /** What to know before; sentences. */
  readonly notes: readonly string[];
  /** Complete commands for a POSIX shell. Empty where there is nothing to run. */
  readonly commands: readonly string[];
}
