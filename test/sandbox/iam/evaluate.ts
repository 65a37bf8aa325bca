import type { Policy, Principals, Selection, Statement } from './policy.ts';
import type { ConditionKeys } from './pattern.ts';
import { isMet } from './condition.ts';
import { fits, fitsResource } from './pattern.ts';

/** One action on one resource, with the condition keys of the request. */
export interface AccessRequest {
  readonly action: string;
  /** The ARN of the resource; `*` for actions that have no resource. */
  readonly resource: string;
  readonly keys: ConditionKeys;
}

/** The caller, for policies that name principals. */
export type Requester =
  | {
      readonly kind: 'session';
      readonly accountId: string;
      readonly roleArn: string;
      readonly sessionArn: string;
    }
  | { readonly kind: 'service'; readonly service: string };

/**
 * The result of one policy. `allowed directly`: it names the principal itself, not only its account. `undecided`:
 * no statement of it applies.
 */
export type PolicyOutcome = 'denied' | 'allowed' | 'allowed directly' | 'undecided';

/** Returns the result of one policy; a deny outweighs every allow. */
export function evaluatePolicy(
  policy: Policy,
  request: AccessRequest,
  requester?: Requester,
): PolicyOutcome {
  let outcome: PolicyOutcome = 'undecided';
  for (const statement of policy.statements) {
    const naming = namingOf(statement.principals, requester);
    if (naming === 'none' || !applies(statement, policy, request)) continue;
    if (statement.effect === 'Deny') return 'denied';
    if (naming === 'direct') outcome = 'allowed directly';
    else if (outcome === 'undecided') outcome = 'allowed';
  }
  return outcome;
}

/** Returns the combined result of several policies of one kind; a deny outweighs every allow. */
export function evaluatePolicies(
  policies: readonly Policy[],
  request: AccessRequest,
  requester?: Requester,
): PolicyOutcome {
  const outcomes = policies.map((policy) => evaluatePolicy(policy, request, requester));
  const strongest = (['denied', 'allowed directly', 'allowed'] as const).find((outcome) =>
    outcomes.includes(outcome),
  );
  return strongest ?? 'undecided';
}

function applies(statement: Statement, policy: Policy, request: AccessRequest): boolean {
  const variables = policy.hasVariables ? request.keys : undefined;
  return (
    selects(statement.actions, (pattern) => fits(pattern, request.action, { ignoreCase: true })) &&
    (statement.resources === undefined ||
      selects(statement.resources, (pattern) =>
        fitsResource(pattern, request.resource, variables),
      )) &&
    statement.conditions.every((condition) =>
      isMet(condition, request.keys, variables ?? new Map<string, readonly string[]>()),
    )
  );
}

function selects(selection: Selection, fitsOne: (pattern: string) => boolean): boolean {
  return selection.patterns.some(fitsOne) !== selection.isNegated;
}

type Naming = 'direct' | 'account' | 'none';

function namingOf(principals: Principals | undefined, requester: Requester | undefined): Naming {
  if (principals === undefined || requester === undefined) return 'account';
  if (requester.kind === 'service') {
    const isNamed = principals.services.includes(requester.service) || principals.aws.includes('*');
    return isNamed ? 'direct' : 'none';
  }
  const { accountId, roleArn, sessionArn } = requester;
  if (principals.aws.includes(roleArn) || principals.aws.includes(sessionArn)) return 'direct';
  const isAccountNamed = principals.aws.some(
    (name) => name === '*' || name === accountId || isRootOf(name, accountId),
  );
  return isAccountNamed ? 'account' : 'none';
}

function isRootOf(arn: string, accountId: string): boolean {
  const [, , service, , account, resource] = arn.split(':');
  return service === 'iam' && account === accountId && resource === 'root';
}
