import type { Circumstances } from './access.ts';
import type { Verdict } from './iam/authorise.ts';
import type { Need } from './service.ts';
import type { Session } from './state/sessions.ts';

/** Observers that see requests and decisions of every sandbox. */

/** One decision of IAM. */
export interface Decision {
  readonly need: Need;
  readonly circumstances: Circumstances;
  readonly verdict: Verdict;
  /**
   * Whether the operation continues when the need is denied, such as an S3 read that then hides whether the object
   * exists.
   */
  readonly isOptional: boolean;
}

export interface Witness {
  /** Called with a decoded request, before any decision about it. */
  asked?(request: {
    readonly service: string;
    readonly operation: string;
    readonly session: Session;
    readonly input: Readonly<Record<string, unknown>>;
  }): void;
  decided?(decision: Decision): void;
}

const witnesses = new Set<Witness>();

/** Adds an observer and returns a function that removes it. */
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
