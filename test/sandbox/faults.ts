import { fits } from './iam/pattern.ts';

/** Faults that a test injects into requests: for which requests, how often, and what the caller receives. */

export interface FaultMatch {
  /** The signing name: `lambda`, `sts`, `sns`, `s3`, `servicequotas`. */
  readonly service?: string;
  readonly operation?: string;
  /** The id of the caller's account. */
  readonly account?: string;
  readonly region?: string;
  /**
   * A pattern for the ARN of the requested resource. For AssumeRole it is the role's, which has the target account.
   */
  readonly resource?: string;
  /** The first matching request that gets the fault, from 1. */
  readonly nth?: number;
}

export type FaultEffect =
  | {
      readonly kind: 'error';
      readonly name: string;
      readonly status: number;
      readonly message?: string;
    }
  | { readonly kind: 'throttle' }
  | { readonly kind: 'access denied'; readonly message?: string }
  | { readonly kind: 'server error'; readonly status?: number }
  | { readonly kind: 'expired token' }
  /**
   * The connection breaks before an answer. `isCarriedOut` says whether the operation took effect; default false.
   */
  | { readonly kind: 'reset'; readonly isCarriedOut?: boolean }
  /** The operation takes effect; the connection breaks in the middle of the answer. */
  | { readonly kind: 'reset in body' }
  /** No answer arrives, until the caller times out. */
  | { readonly kind: 'no answer' }
  /** Status 200 with a body that no protocol can parse. */
  | { readonly kind: 'garbage' }
  /** Status 200 with exactly this body, such as an answer that lacks a field. */
  | { readonly kind: 'answer'; readonly body: string; readonly contentType?: string }
  /** The operation is carried out after `ms` milliseconds of the sandbox's clock. */
  | { readonly kind: 'delay'; readonly ms: number };

export interface FaultRule {
  readonly match: FaultMatch;
  readonly times: number | 'always';
  readonly effect: FaultEffect;
}

interface Subject {
  readonly service: string;
  readonly operation: string;
  /** The id of the caller's account. */
  readonly account: string;
  readonly region: string;
  readonly resources: readonly string[];
}

interface ActiveRule {
  readonly rule: FaultRule;
  seen: number;
  struck: number;
}

/** The injected faults that are active. A request gets every matching delay, and at most one other fault. */
export class Faults {
  readonly #rules: ActiveRule[] = [];

  constructor(rules: readonly FaultRule[] = []) {
    for (const rule of rules) this.add(rule);
  }

  /** Adds a fault and returns a function that removes it. */
  add(rule: FaultRule): () => void {
    const active: ActiveRule = { rule, seen: 0, struck: 0 };
    this.#rules.push(active);
    return () => {
      const index = this.#rules.indexOf(active);
      if (index >= 0) this.#rules.splice(index, 1);
    };
  }

  clear(): void {
    this.#rules.length = 0;
  }

  /** Counts the request for every matching rule and returns the faults that it gets, in the order of the rules. */
  strike(subject: Subject): readonly FaultEffect[] {
    const effects: FaultEffect[] = [];
    for (const active of this.#rules) {
      const { match, times, effect } = active.rule;
      if (!concerns(match, subject)) continue;
      active.seen += 1;
      if (active.seen < (match.nth ?? 1)) continue;
      if (times !== 'always' && active.struck >= times) continue;
      if (effect.kind !== 'delay' && effects.some(({ kind }) => kind !== 'delay')) continue;
      active.struck += 1;
      effects.push(effect);
    }
    return effects;
  }
}

function concerns(match: FaultMatch, subject: Subject): boolean {
  const { resource } = match;
  return (
    (['service', 'operation', 'account', 'region'] as const).every(
      (key) => match[key] === undefined || match[key] === subject[key],
    ) &&
    (resource === undefined || subject.resources.some((arn) => fits(resource, arn)))
  );
}
