import type {
  CreateRoleRequest,
  CreateRoleResponse,
  DeleteRolePolicyRequest,
  DeleteRoleRequest,
  GetRoleRequest,
  GetRoleResponse,
  ListRolesRequest,
  ListRolesResponse,
  PutRolePolicyRequest,
} from '@aws-sdk/client-iam';
import type { Role as AnsweredRole } from '@aws-sdk/client-iam';
import type { PolicyKind } from '../iam/policy.ts';
import type { CreatedRole, Role } from '../iam/role.ts';
import type { Operation, RequestContext } from '../service.ts';
import { MalformedPolicy, parsePolicy } from '../iam/policy.ts';
import { makeRole } from '../iam/role.ts';
import { globalRegionOf } from '../regions.ts';
import { operation } from '../service.ts';
import { ServiceFailure } from '../wire/failure.ts';
import { IAM_DELAY_MS } from '../world/behaviour.ts';

/**
 * Roles that a test creates and deletes through the IAM API. Basis: IAM API reference. Changes take effect after a
 * delay: IAM User Guide, "Changes that I make are not always immediately visible".
 */

const createRole = operation<CreateRoleRequest, CreateRoleResponse>({
  needs: ({ RoleName, Path, Tags }, context) => [
    { action: 'iam:CreateRole', resource: arnOf(RoleName, Path ?? '/', context) },
    ...(Tags === undefined
      ? []
      : [{ action: 'iam:TagRole', resource: arnOf(RoleName, Path ?? '/', context) }]),
  ],
  handle(input, context) {
    const { account, organisation, now } = context;
    if (account.roles.has(input.RoleName)) {
      throw new ServiceFailure(
        'EntityAlreadyExists',
        `Role with name ${input.RoleName} already exists.`,
        409,
      );
    }
    const role = makeRole({
      partition: organisation.partition,
      accountId: account.id,
      name: input.RoleName,
      path: input.Path,
      trust: policyOf(input.AssumeRolePolicyDocument, 'trust'),
      policies: [],
    });
    const tags = Object.fromEntries((input.Tags ?? []).map(({ Key, Value }) => [Key, Value ?? '']));
    account.roles.set(role.name, {
      ...role,
      created: { usableFrom: now + delayOf(context), tags, policies: {} },
    });
    return { Role: answered(roleOf(role.name, context), context) };
  },
});

const putRolePolicy = operation<PutRolePolicyRequest, object>({
  needs: needs('iam:PutRolePolicy'),
  handle({ RoleName, PolicyName, PolicyDocument }, context) {
    const role = roleOf(RoleName, context);
    const created = createdRole(role);
    const policy = policyOf(PolicyDocument, 'identity');
    const from = context.now + delayOf(context);
    const policies = { ...created.policies, [PolicyName]: { policy, from } };
    context.account.roles.set(RoleName, { ...role, created: { ...created, policies } });
    return {};
  },
});

const deleteRolePolicy = operation<DeleteRolePolicyRequest, object>({
  needs: needs('iam:DeleteRolePolicy'),
  handle({ RoleName, PolicyName }, context) {
    const role = roleOf(RoleName, context);
    const created = createdRole(role);
    const { [PolicyName]: removed, ...policies } = created.policies;
    if (removed === undefined) {
      throw noSuchEntity(`The role policy with name ${PolicyName} cannot be found.`);
    }
    context.account.roles.set(RoleName, { ...role, created: { ...created, policies } });
    return {};
  },
});

const deleteRole = operation<DeleteRoleRequest, object>({
  needs: needs('iam:DeleteRole'),
  handle({ RoleName }, context) {
    const role = roleOf(RoleName, context);
    if (role.policies.length > 0 || Object.keys(role.created?.policies ?? {}).length > 0) {
      throw new ServiceFailure(
        'DeleteConflict',
        'Cannot delete entity, must delete policies first.',
        409,
      );
    }
    context.account.roles.delete(RoleName);
    return {};
  },
});

/** Returns a role by its name; names are unique in an account, whatever the path. */
const getRole = operation<GetRoleRequest, GetRoleResponse>({
  validate({ RoleName }, { region, organisation }) {
    if (region !== globalRegionOf(organisation.partition)) {
      throw new ServiceFailure(
        'SignatureDoesNotMatch',
        `Credential should be scoped to a valid region, not '${region}'.`,
        403,
      );
    }
    if (!/^[\w+=,.@-]{1,64}$/.test(RoleName)) {
      throw new ServiceFailure(
        'ValidationError',
        'The specified value for roleName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-',
        400,
      );
    }
  },
  needs: needs('iam:GetRole'),
  handle: ({ RoleName }, context) => ({ Role: answered(roleOf(RoleName, context), context) }),
});

/** Lists all roles on one page, without tags, as AWS does. */
const listRoles = operation<ListRolesRequest, ListRolesResponse>({
  needs: ({ PathPrefix }, context) => [
    { action: 'iam:ListRoles', resource: arnOf('', PathPrefix ?? '/', context) },
  ],
  handle({ PathPrefix = '/' }, context) {
    const roles = [...context.account.roles.values()].filter(({ path }) =>
      path.startsWith(PathPrefix),
    );
    return {
      Roles: roles.map((role) => {
        const { Tags: _, ...listed } = answered(role, context);
        return listed;
      }),
      IsTruncated: false,
    };
  },
});

/** The operations on roles, for the table of the service. */
export const iamRoles: Readonly<Record<string, Operation>> = {
  CreateRole: createRole,
  PutRolePolicy: putRolePolicy,
  DeleteRolePolicy: deleteRolePolicy,
  DeleteRole: deleteRole,
  GetRole: getRole,
  ListRoles: listRoles,
};

function needs(action: string) {
  return ({ RoleName }: { readonly RoleName: string }, context: RequestContext) => {
    const role = context.account.roles.get(RoleName);
    // The path of a role that does not exist is unknown; AWS's denials name the role without a path.
    const { absentRolePath = '/' } = context.organisation.world.behaviour ?? {};
    const resource = role?.arn ?? arnOf(RoleName, absentRolePath, context);
    return [{ action, resource, shownAs: `role ${RoleName}` }];
  };
}

function answered(role: Role, context: RequestContext): AnsweredRole {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: new Date(context.organisation.startedAt),
    MaxSessionDuration: role.maxSessionSeconds,
    ...(role.created !== undefined && {
      Tags: Object.entries(role.created.tags).map(([Key, Value]) => ({ Key, Value })),
    }),
  };
}

function roleOf(name: string, { account }: RequestContext): Role {
  const role = account.roles.get(name);
  if (role === undefined) throw noSuchEntity(`The role with name ${name} cannot be found.`);
  return role;
}

function createdRole({ created }: Role): CreatedRole {
  return created ?? { usableFrom: -Infinity, tags: {}, policies: {} };
}

function policyOf(text: string, kind: PolicyKind) {
  try {
    return parsePolicy(JSON.parse(text), kind);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof MalformedPolicy) {
      throw new ServiceFailure('MalformedPolicyDocument', error.message, 400);
    }
    throw error;
  }
}

function noSuchEntity(message: string): ServiceFailure {
  return new ServiceFailure('NoSuchEntity', message, 404);
}

function delayOf({ organisation }: RequestContext): number {
  return organisation.world.behaviour?.iamDelayMs ?? IAM_DELAY_MS;
}

function arnOf(name: string, path: string, { organisation, account }: RequestContext): string {
  return `arn:${organisation.partition}:iam::${account.id}:role${path}${name}`;
}
