import type { RoleName } from './aws-ids.ts';
import { roleName } from './aws-ids.ts';

/**
 * Names of the roles that a deployment has in each watched account. Two deployments that watch one
 * account need roles of their own there: a name is unique in an account, and each role trusts the
 * functions of one deployment.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html (EntityAlreadyExists)
 */
export interface MemberRoleNames {
  /** Unless `role.name` of the configuration is another. */
  readonly read: RoleName;
  readonly prune: RoleName;
  readonly increase: RoleName;
}

/** The names for `deployment`, a name of at most 32 characters. */
export function memberRoleNames(deployment: string): MemberRoleNames {
  return {
    read: roleName(`${deployment}-read`),
    prune: roleName(`${deployment}-prune`),
    increase: roleName(`${deployment}-increase`),
  };
}

/** Names of the roles that a deployment has in the tooling account, as `src/stacks/` makes them. */
export interface FunctionRoleNames {
  readonly watch: RoleName;
  readonly plan: RoleName;
  readonly prune: RoleName;
  readonly mute: RoleName;
  readonly increase: RoleName;
  /** Of the state machine of distributed runs. */
  readonly map: RoleName;
  /** Of the state machine that loops over the slices of a prune. */
  readonly pruneLoop: RoleName;
  /** Of the chat channel. */
  readonly chat: RoleName;
}

/** The names for `deployment`, a name of at most 32 characters. */
export function functionRoleNames(deployment: string): FunctionRoleNames {
  return {
    watch: roleName(`${deployment}-watch`),
    plan: roleName(`${deployment}-plan-function`),
    prune: roleName(`${deployment}-prune-function`),
    mute: roleName(`${deployment}-mute-function`),
    increase: roleName(`${deployment}-increase-function`),
    map: roleName(`${deployment}-distributed-watch`),
    pruneLoop: roleName(`${deployment}-prune-loop`),
    chat: roleName(`${deployment}-chat`),
  };
}
