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

export interface Observer {
  /** Called with a decoded request, before any decision about it. */
  onRequest?(request: {
    readonly service: string;
    readonly operation: string;
    readonly session: Session;
    readonly input: Readonly<Record<string, unknown>>;
  }): void;
  onDecision?(decision: Decision): void;
}

const observers = new Set<Observer>();

/** Adds an observer and returns a function that removes it. */
export function observe(observer: Observer): () => void {
  observers.add(observer);
  return () => observers.delete(observer);
}

export function notifyRequest(request: Parameters<NonNullable<Observer['onRequest']>>[0]): void {
  for (const one of observers) one.onRequest?.(request);
}

export function notifyDecision(decision: Decision): void {
  for (const one of observers) one.onDecision?.(decision);
}
