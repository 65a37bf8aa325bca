import { roleName } from './aws-ids.ts';

/**
 * The names of the roles that a deployment has in each watched account. `deployment` has at most 32 characters. Two
 * deployments that watch the same account need different roles there: the name of a role is unique in an account,
 * and each role trusts the functions of one deployment.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html (EntityAlreadyExists)
 */
export function memberRoleNames(deployment: string) {
  return {
    /** The default; `role.name` of the configuration overrides it. */
    read: roleName(`${deployment}-read`),
    prune: roleName(`${deployment}-prune`),
    increase: roleName(`${deployment}-increase`),
  };
}

/** The names of the roles that a deployment has in the tooling account, as `src/stacks/` creates them. */
export function functionRoleNames(deployment: string) {
  return {
    watch: roleName(`${deployment}-watch`),
    plan: roleName(`${deployment}-plan-function`),
    prune: roleName(`${deployment}-prune-function`),
    mute: roleName(`${deployment}-mute-function`),
    increase: roleName(`${deployment}-increase-function`),
    /** The role of the state machine for distributed runs. */
    map: roleName(`${deployment}-distributed-watch`),
    /** The role of the state machine that invokes the prune function until all deletions are done. */
    pruneLoop: roleName(`${deployment}-prune-loop`),
    /** The role of the chat channel. */
    chat: roleName(`${deployment}-chat`),
  };
}
