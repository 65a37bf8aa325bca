import { roleName } from './aws-ids.ts';

/**
 * The names of the roles that a deployment (a name of at most 32 characters) has in each watched account. Two
 * deployments need different roles in one account: role names are unique there, and each role trusts one
 * deployment.
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
    chat: roleName(`${deployment}-chat`),
  };
}
