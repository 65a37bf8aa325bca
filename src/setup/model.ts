import type { RolesInStack, StackSetPermissions } from '../model/deploy/deploy-settings.ts';

/** What somebody who sets up a deployment has said, as typed: nothing is checked yet. */
export interface SetupAnswers {
  readonly deployment: string;
  readonly toolingAccount: string;
  readonly region: string;
  readonly topicArn: string;
  readonly externalId: string;
  /** That callers of the roles must belong to; empty where it does not matter. */
  readonly organizationId: string;
  /** Of every account. */
  readonly regions: readonly string[];
  readonly accounts: readonly SetupAccount[];
  /** Further limits to watch in every account: ids, sets or `all`. None when absent. */
  readonly watch?: readonly string[];
  /** Whether reviews may read in production what keeps versions in use. False when absent. */
  readonly reviewEvidence?: boolean;
  /** Of both topics. None when absent. */
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
  /** Asked for a second time: the name holds a word for production, and the account carries none. */
  readonly nameMisleads?: true;
}

/** One thing to do by hand, in the order in which they are done. */
export interface SetupStep {
  readonly title: string;
  /** What to know before; sentences. */
  readonly notes: readonly string[];
  /** For a POSIX shell, each whole. Empty where there is nothing to run. */
  readonly commands: readonly string[];
}
