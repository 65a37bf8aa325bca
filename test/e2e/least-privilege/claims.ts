import { evaluatePolicies } from '../../sandbox/iam/evaluate.ts';
import type { Role } from '../../sandbox/iam/role.ts';

/** Whether the policies of a role allow an action on a resource, without its permissions boundary. */
export function may(
  { policies }: Role,
  action: string,
  resource: string,
  keys: ReadonlyMap<string, readonly string[]> = new Map(),
): boolean {
  return evaluatePolicies(policies, { action, resource, keys }) === 'allowed';
}

/** A sentence about the permissions, and whether it is true. */
export type Claim = readonly [string, boolean];

export function falseClaims(claims: readonly Claim[]): readonly string[] {
  return claims.filter(([, isTrue]) => !isTrue).map(([claim]) => `not so: ${claim}`);
}
