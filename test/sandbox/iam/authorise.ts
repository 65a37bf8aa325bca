import type { Policy } from './policy.ts';
import type { AccessRequest, PolicyOutcome, Requester } from './evaluate.ts';
import { evaluatePolicies, evaluatePolicy } from './evaluate.ts';

/** The policies that decide one request of a role session. */
export interface PolicySet {
  readonly identity: readonly Policy[];
  readonly boundary: Policy | undefined;
  readonly session: readonly Policy[];
  /** Service control policies, one policy for each level of the organisation. Empty outside an organisation. */
  readonly serviceControl: readonly Policy[];
  /** The resource's policy. A role's trust policy must always allow the caller, also one of the same account. */
  readonly resource?: {
    readonly kind: 'resource-based policy' | 'role trust policy';
    readonly policy: Policy;
    /** Whether the resource belongs to the caller's own account. */
    readonly isSameAccount: boolean;
  };
}

export type Verdict =
  | { readonly isAllowed: true }
  | { readonly isAllowed: false; readonly isExplicit: boolean; readonly reason: string };

const ALLOWED: Verdict = { isAllowed: true };

/**
 * Returns IAM's decision on one request.
 *
 * A deny in any policy wins. Otherwise each kind of policy that exists must allow the request: service control
 * policies, the identity policies (or, within one account, a resource policy that names the principal itself), the
 * permissions boundary and the session policy. For another account's resource, its policy must allow the request
 * too. Basis: IAM User Guide, "Policy evaluation logic", "Cross-account policy evaluation logic", "Troubleshoot
 * access denied error messages" (the wording).
 */
export function authorise(
  request: AccessRequest,
  requester: Requester,
  policies: PolicySet,
): Verdict {
  const serviceControl = policies.serviceControl.map((policy) => evaluatePolicy(policy, request));
  const identity = evaluatePolicies(policies.identity, request);
  const boundary = policies.boundary && evaluatePolicy(policies.boundary, request);
  const session = evaluatePolicies(policies.session, request);
  const resource =
    policies.resource && evaluatePolicy(policies.resource.policy, request, requester);

  const explicit: readonly [boolean, string][] = [
    [serviceControl.includes('denied'), 'a service control policy'],
    [resource === 'denied', 'a resource-based policy'],
    [identity === 'denied', 'an identity-based policy'],
    [boundary === 'denied', 'a permissions boundary'],
    [session === 'denied', 'a session policy'],
  ];
  const denying = explicit.find(([isDenied]) => isDenied)?.[1];
  if (denying !== undefined) return refuse(true, `with an explicit deny in ${denying}`);

  const isSameAccount = policies.resource?.isSameAccount ?? true;
  const isNamedItself = isSameAccount && resource === 'allowed directly';
  const isRoleTrust = policies.resource?.kind === 'role trust policy';
  const layers: readonly [boolean, string][] = [
    [serviceControl.every(allows), 'service control policy'],
    [
      policies.resource === undefined || (isSameAccount && !isRoleTrust) || allows(resource),
      'resource-based policy',
    ],
    [allows(identity) || isNamedItself, 'identity-based policy'],
    [boundary === undefined || allows(boundary), 'permissions boundary'],
    [policies.session.length === 0 || allows(session), 'session policy'],
  ];
  const missing = layers.find(([isGranted]) => !isGranted)?.[1];
  if (missing === undefined) return ALLOWED;
  return refuse(false, `because no ${missing} allows the ${request.action} action`);
}

function allows(outcome: PolicyOutcome | undefined): boolean {
  return outcome === 'allowed' || outcome === 'allowed directly';
}

function refuse(isExplicit: boolean, reason: string): Verdict {
  return { isAllowed: false, isExplicit, reason };
}
