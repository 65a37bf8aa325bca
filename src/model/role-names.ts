import { roleName } from './aws-ids.ts';

/**
 * Names of the roles that a deployment, a name of at most 32 characters, has in each watched account. Two
 * deployments that watch one account need roles of their own there: a name is unique in an account, and
 * each role trusts the functions of one deployment.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html (EntityAlreadyExists)
 */
export function memberRoleNames(deployment: string) {
  return {
    /** Unless `role.name` of the configuration is another. */
    read: roleName(`${deployment}-read`),
    prune: roleName(`${deployment}-prune`),
    increase: roleName(`${deployment}-increase`),
  };
}

/** Names of the roles that a deployment has in the tooling account, as `src/stacks/` makes them. */
export function functionRoleNames(deployment: string) {
  return {
    watch: roleName(`${deployment}-watch`),
    plan: roleName(`${deployment}-plan-function`),
    prune: roleName(`${deployment}-prune-function`),
    mute: roleName(`${deployment}-mute-function`),
    increase: roleName(`${deployment}-increase-function`),
    /** Of the state machine of distributed runs. */
    map: roleName(`${deployment}-distributed-watch`),
    /** Of the state machine that loops over the slices of a prune. */
    pruneLoop: roleName(`${deployment}-prune-loop`),
    /** Of the chat channel. */
    chat: roleName(`${deployment}-chat`),
  };
}
