import { fits } from './iam/pattern.ts';

/** Faults on request: what breaks, for whom, how often, and how it looks from outside. */

export interface FaultMatch {
  /** Signing name: `lambda`, `sts`, `sns`, `s3`, `servicequotas`. */
  readonly service?: string;
  readonly operation?: string;
  /** The caller's account. */
  readonly account?: string;
  readonly region?: string;
  /** Pattern for a resource's ARN: an AssumeRole has the role's account there only. */
  readonly resource?: string;
  /** Only from the nth matching request on; 1 is the first. */
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
  /** The connection breaks; the request may have been carried out (`isCarriedOut`, default false). */
  | { readonly kind: 'reset'; readonly isCarriedOut?: boolean }
  /** The request is carried out; the connection breaks in the middle of the answer. */
  | { readonly kind: 'reset in body' }
  /** Nothing comes, until the caller gives up. */
  | { readonly kind: 'no answer' }
  /** Status 200 and a body that no protocol knows. */
  | { readonly kind: 'garbage' }
  /** Status 200 and exactly this body, such as an answer with a field missing. */
  | { readonly kind: 'answer'; readonly body: string; readonly contentType?: string }
  /** The request is carried out after a pause on the sandbox's clock. */
  | { readonly kind: 'delay'; readonly ms: number };

export interface FaultRule {
  readonly match: FaultMatch;
  readonly times: number | 'always';
  readonly effect: FaultEffect;
}

interface Subject {
  readonly service: string;
  readonly operation: string;
  /** The caller's. */
  readonly account: string;
  readonly region: string;
  readonly resources: readonly string[];
}

interface ActiveRule {
  readonly rule: FaultRule;
  seen: number;
  struck: number;
}

/** The rules in force. A request meets every delay that fits, and at most one other fault. */
export class Faults {
  readonly #rules: ActiveRule[] = [];

  constructor(rules: readonly FaultRule[] = []) {
    for (const rule of rules) this.add(rule);
  }

  /** Returns a function that takes the rule away again. */
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

  /** The effects that this request meets, in the order of the rules; counts it. */
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
