import { evaluatePolicies } from '../../sandbox/iam/evaluate.ts';
import type { Role } from '../../sandbox/iam/role.ts';

/** What the policies of a role allow, whatever its boundary. */
export function may(
  { policies }: Role,
  action: string,
  resource: string,
  keys: ReadonlyMap<string, readonly string[]> = new Map(),
): boolean {
  return evaluatePolicies(policies, { action, resource, keys }) === 'allowed';
}

/** What must be so, and whether it is. */
export type Claim = readonly [string, boolean];

export function unlike(claims: readonly Claim[]): readonly string[] {
  return claims.filter(([, isTrue]) => !isTrue).map(([claim]) => `not so: ${claim}`);
}
