import type { Policy } from '../iam/policy.ts';
import type { Role } from '../iam/role.ts';

/** A role session, which an access key of STS belongs to. */
export interface Session {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly role: Role;
  readonly name: string;
  /** The session's ARN, without the role's path: `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`. */
  readonly arn: string;
  readonly policies: readonly Policy[];
  readonly issuedAt: number;
  /** When the session expires, in epoch milliseconds. */
  readonly expiresAt: number;
}

export interface SessionRequest {
  readonly role: Role;
  readonly name: string;
  readonly policies?: readonly Policy[];
  readonly now: number;
  readonly seconds: number;
}

/** The role sessions by access key. */
export class Sessions {
  readonly #byKey = new Map<string, Session>();

  issue({ role, name, policies = [], now, seconds }: SessionRequest): Session {
    const n = String(this.#byKey.size + 1).padStart(8, '0');
    const [, partition] = role.arn.split(':');
    const session: Session = {
      accessKeyId: `ASIA${role.accountId.slice(-4)}${n}`,
      secretAccessKey: `secret-of-${role.accountId}-${n}`,
      sessionToken: `token-of-${role.accountId}-${n}`,
      role,
      name,
      arn: `arn:${partition}:sts::${role.accountId}:assumed-role/${role.name}/${name}`,
      policies,
      issuedAt: now,
      expiresAt: now + seconds * 1000,
    };
    this.#byKey.set(session.accessKeyId, session);
    return session;
  }

  find(accessKeyId: string): Session | undefined {
    return this.#byKey.get(accessKeyId);
  }
}
