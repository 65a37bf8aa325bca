import type { Policy } from './policy.ts';

/** An IAM role with all policies that decide what it may do. */
export interface Role {
  readonly accountId: string;
  readonly name: string;
  /** The path of the role: `/` or `/team/`. */
  readonly path: string;
  readonly arn: string;
  /** The unique id that STS shows: `AROA…`. */
  readonly id: string;
  readonly trust: Policy;
  readonly policies: readonly Policy[];
  readonly boundary: Policy | undefined;
  readonly maxSessionSeconds: number;
  /** The shipped template that created the role, such as `member-read-role`; undefined for a role of a test. */
  readonly template?: string;
  /** Set only for a role that a test created through the IAM API. */
  readonly created?: CreatedRole;
}

/**
 * A role that a test created through the IAM API. Changes take effect after a delay, because IAM is eventually
 * consistent.
 */
export interface CreatedRole {
  /** When the role can be assumed, in epoch milliseconds. */
  readonly usableFrom: number;
  readonly tags: Readonly<Record<string, string>>;
  /** Inline policies by name, each with the time at which it takes effect, in epoch milliseconds. */
  readonly policies: Readonly<Record<string, { readonly policy: Policy; readonly from: number }>>;
}

/** Returns the policies of the role that are in effect at `now`. */
export function policiesAt({ policies, created }: Role, now: number): readonly Policy[] {
  const inline = Object.values(created?.policies ?? {}).filter(({ from }) => from <= now);
  return [...policies, ...inline.map(({ policy }) => policy)];
}

export interface RoleParts {
  readonly partition: string;
  readonly accountId: string;
  readonly name: string;
  readonly path?: string | undefined;
  readonly trust: Policy;
  readonly policies: readonly Policy[];
  readonly boundary?: Policy | undefined;
  readonly maxSessionSeconds?: number | undefined;
}

/**
 * Returns a role after checking its name. Basis of the pattern, the length and the default of one hour: IAM API
 * reference, CreateRole.
 */
export function makeRole(parts: RoleParts): Role {
  const { partition, accountId, name, path = '/', maxSessionSeconds = 3600 } = parts;
  if (!/^[\w+=,.@-]{1,64}$/.test(name)) throw new RangeError(`not a role name: ${name}`);
  if (maxSessionSeconds < 3600 || maxSessionSeconds > 43_200) {
    throw new RangeError(`MaxSessionDuration of ${name}: ${maxSessionSeconds}`);
  }
  return {
    accountId,
    name,
    path,
    arn: `arn:${partition}:iam::${accountId}:role${path}${name}`,
    id: `AROA${uniqueId(`${accountId}/${name}`)}`,
    trust: parts.trust,
    policies: parts.policies,
    boundary: parts.boundary,
    maxSessionSeconds,
  };
}

/** Returns seventeen characters of AWS's alphabet for ids; the same text always gives the same id. */
export function uniqueId(text: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  let hash = 0xcbf29ce484222325n;
  for (const character of text) {
    hash = ((hash ^ BigInt(character.codePointAt(0) ?? 0)) * 0x100000001b3n) & (2n ** 64n - 1n);
  }
  let id = '';
  for (let i = 0; i < 17; i += 1) {
    id += alphabet[Number(hash & 31n)] ?? 'A';
    hash = ((hash >> 5n) | ((hash & 31n) << 59n)) * 0x100000001b3n;
    hash &= 2n ** 64n - 1n;
  }
  return id;
}
