import type { Policy } from '../iam/policy.ts';
import type { Role } from '../iam/role.ts';
import type { Scope, StackPlace } from './scope.ts';
import type { Members } from '../wire/message.ts';
import { parsePolicy } from '../iam/policy.ts';
import { makeRole } from '../iam/role.ts';
import { isMembers } from '../wire/message.ts';
import { readTemplate } from './read-template.ts';
import { physicalName, referenceTo } from './resource-names.ts';
import { holds, resolve } from './resolve.ts';
import { StackRefused, parametersOf } from './scope.ts';

/**
 * The IAM roles that a stack makes, with the inline policies and customer-managed policies of the
 * same template. AWS-managed policies are not in the template: they grant nothing here.
 *
 * @throws StackRefused when CloudFormation would not make the stack
 * @throws MalformedPolicy when IAM would not store one of its policies
 */
export function rolesOfStack(
  template: string,
  place: StackPlace,
  parameters: Readonly<Record<string, string>> = {},
): readonly Role[] {
  const read = readTemplate(template);
  const scope: Scope = { template: read, place, parameters: parametersOf(read, parameters) };
  assertRules(scope);
  const made = Object.entries(read.resources)
    .filter(([, { Condition: name }]) => typeof name !== 'string' || holds(name, scope))
    .map(([id, resource]) => ({ id, type: resource['Type'], properties: propertiesOf(resource) }));

  const attached = new Map<string, Policy[]>();
  const managed = new Map<string, Policy>();
  for (const { id, type, properties } of made) {
    if (type !== 'AWS::IAM::Policy' && type !== 'AWS::IAM::ManagedPolicy') continue;
    const policy = parsePolicy(resolve(properties['PolicyDocument'], scope));
    if (type === 'AWS::IAM::ManagedPolicy') {
      managed.set(
        referenceTo(id, scope, (value) => resolve(value, scope)),
        policy,
      );
    }
    for (const role of textsOf(resolve(properties['Roles'], scope))) {
      attached.set(role, [...(attached.get(role) ?? []), policy]);
    }
  }

  return made
    .filter(({ type }) => type === 'AWS::IAM::Role')
    .map(({ id, properties }) => {
      const name = physicalName(id, scope, (value) => resolve(value, scope));
      const resolved = resolve(properties, scope);
      const role = isMembers(resolved) ? resolved : {};
      const boundaryArn = role['PermissionsBoundary'];
      const boundary = typeof boundaryArn === 'string' ? managed.get(boundaryArn) : undefined;
      if (boundaryArn !== undefined && boundary === undefined) {
        throw new StackRefused(`the permissions boundary of ${name} is not in the template`);
      }
      const inline = (Array.isArray(role['Policies']) ? role['Policies'] : []).map((entry) =>
        parsePolicy(isMembers(entry) ? entry['PolicyDocument'] : undefined),
      );
      const byArn = textsOf(role['ManagedPolicyArns']).flatMap((arn) => managed.get(arn) ?? []);
      return makeRole({
        partition: place.partition,
        accountId: place.accountId,
        name,
        path: typeof role['Path'] === 'string' ? role['Path'] : undefined,
        trust: parsePolicy(role['AssumeRolePolicyDocument']),
        policies: [...inline, ...byArn, ...(attached.get(name) ?? [])],
        boundary,
        maxSessionSeconds:
          role['MaxSessionDuration'] === undefined ? undefined : Number(role['MaxSessionDuration']),
      });
    });
}

function assertRules(scope: Scope): void {
  for (const rule of Object.values(scope.template.rules)) {
    const condition = rule['RuleCondition'];
    if (condition !== undefined && resolve(condition, scope) !== true) continue;
    for (const assertion of Array.isArray(rule['Assertions']) ? rule['Assertions'] : []) {
      if (!isMembers(assertion) || resolve(assertion['Assert'], scope) === true) continue;
      throw new StackRefused(
        `Template validation error: ${String(assertion['AssertDescription'])}`,
      );
    }
  }
}

function propertiesOf(resource: Members): Members {
  return isMembers(resource['Properties']) ? resource['Properties'] : {};
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
