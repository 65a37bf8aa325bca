import type { Policy } from '../iam/policy.ts';
import type { Role } from '../iam/role.ts';
import type { Scope, StackPlace } from './scope.ts';
import type { Members } from '../wire/message.ts';
import { parsePolicy } from '../iam/policy.ts';
import { makeRole } from '../iam/role.ts';
import { isMembers } from '../wire/message.ts';
import { readTemplate } from './read-template.ts';
import type { Template } from './read-template.ts';
import { physicalName, referenceTo } from './resource-names.ts';
import { holds, resolve } from './resolve.ts';
import { StackRefused, parametersOf } from './scope.ts';

/**
 * The largest policies, in characters without white space. AWS can raise both quotas. Basis: IAM User Guide, "IAM
 * and STS quotas".
 */
const TRUST_CHARACTERS = 2_048;
const INLINE_CHARACTERS = 10_240;

/** Managed policies that exist in the account before the stack is deployed. */
export interface AccountPolicies {
  /** Policy documents by ARN. */
  readonly managedPolicies?: Readonly<Record<string, unknown>>;
  /**
   * The document that every ARN outside `managedPolicies` has, for tests in which its content does not matter.
   * Undefined: no other managed policy exists.
   */
  readonly otherPolicies?: unknown;
}

/**
 * Returns the IAM roles that a stack creates, with the inline and customer-managed policies of the same template.
 * AWS-managed policies are not in the template and grant nothing here.
 *
 * @param template its text, or the parsed template
 * @throws StackRefused when CloudFormation would not create the stack
 * @throws MalformedPolicy when IAM would not store one of its policies
 */
export function rolesOfStack(
  template: string | Template,
  place: StackPlace,
  parameters: Readonly<Record<string, string>> = {},
  account: AccountPolicies = {},
): readonly Role[] {
  const read = typeof template === 'string' ? readTemplate(template) : template;
  const scope: Scope = { template: read, place, parameters: parametersOf(read, parameters) };
  assertRules(scope);
  const made = Object.entries(read.resources)
    .filter(([, { Condition: name }]) => typeof name !== 'string' || holds(name, scope))
    .map(([id]) => id);
  return rolesIn(made, scope, account);
}

/**
 * Returns the roles among the resources with these logical ids; only policies with one of these ids are attached.
 *
 * @throws StackRefused or MalformedPolicy, as `rolesOfStack`, but does not check the template's rules
 */
export function rolesIn(
  ids: readonly string[],
  scope: Scope,
  account: AccountPolicies = {},
): readonly Role[] {
  const { template, place } = scope;
  const made = ids.map((id) => {
    const resource = template.resources[id] ?? {};
    return { id, type: resource['Type'], properties: propertiesOf(resource) };
  });
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
      const boundary =
        typeof boundaryArn === 'string' ? boundaryOf(boundaryArn, managed, account) : undefined;
      if (boundaryArn !== undefined && boundary === undefined) {
        throw new StackRefused(`the permissions boundary of ${name} is nowhere to be found`);
      }
      const inline = (Array.isArray(role['Policies']) ? role['Policies'] : []).map((entry) =>
        parsePolicy(isMembers(entry) ? entry['PolicyDocument'] : undefined),
      );
      assertShort(role['Policies'], INLINE_CHARACTERS, `inline policies of ${name}`);
      const byArn = textsOf(role['ManagedPolicyArns']).flatMap((arn) => managed.get(arn) ?? []);
      return makeRole({
        partition: place.partition,
        accountId: place.accountId,
        name,
        path: typeof role['Path'] === 'string' ? role['Path'] : undefined,
        trust: trustOf(role['AssumeRolePolicyDocument'], name),
        policies: [...inline, ...byArn, ...(attached.get(name) ?? [])],
        boundary,
        maxSessionSeconds:
          role['MaxSessionDuration'] === undefined ? undefined : Number(role['MaxSessionDuration']),
      });
    });
}

function boundaryOf(
  arn: string,
  managed: ReadonlyMap<string, Policy>,
  { managedPolicies = {}, otherPolicies }: AccountPolicies,
): Policy | undefined {
  const given = managedPolicies[arn];
  if (given === undefined && managed.has(arn)) return managed.get(arn);
  const document = given ?? otherPolicies;
  return document === undefined ? undefined : parsePolicy(document);
}

function trustOf(document: unknown, name: string): Policy {
  assertShort(document, TRUST_CHARACTERS, `trust policy of ${name}`);
  return parsePolicy(document, 'trust');
}

function assertShort(document: unknown, most: number, what: string): void {
  const { length } = JSON.stringify(document ?? []);
  if (length > most) throw new StackRefused(`LimitExceeded: ${what}: ${length} characters`);
}

/**
 * Checks the `Rules` section of the template.
 *
 * @throws StackRefused when an assertion of a rule is false
 */
export function assertRules(scope: Scope): void {
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
