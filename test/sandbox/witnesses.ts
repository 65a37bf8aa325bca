import type { Circumstances } from './access.ts';
import type { Verdict } from './iam/authorise.ts';
import type { Need } from './service.ts';
import type { Session } from './state/sessions.ts';

/** Observers of the sandboxes of every test. */

/** One decision of IAM. */
export interface Decision {
  readonly need: Need;
  readonly circumstances: Circumstances;
  readonly verdict: Verdict;
  /** Whether the operation continues without it, such as S3 without saying that an object is absent. */
  readonly isOptional: boolean;
}

export interface Witness {
  /** A request that could be read, before anything is decided. */
  asked?(request: {
    readonly service: string;
    readonly operation: string;
    readonly session: Session;
    readonly input: Readonly<Record<string, unknown>>;
  }): void;
  decided?(decision: Decision): void;
}

const witnesses = new Set<Witness>();

/** Returns a function that ends it. */
export function witness(one: Witness): () => void {
  witnesses.add(one);
  return () => witnesses.delete(one);
}

export function tellAsked(request: Parameters<NonNullable<Witness['asked']>>[0]): void {
  for (const one of witnesses) one.asked?.(request);
}

export function tellDecided(decision: Decision): void {
  for (const one of witnesses) one.decided?.(decision);
}
