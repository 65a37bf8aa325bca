import type { Resolved } from './resolved.ts';

/** Where an expression of a state machine gets its values from. */
export interface ExpressionScope {
  /** What any state assigns to a variable. */
  readonly variable: (name: string) => Resolved;
  /** What the definition puts under this key anywhere, or anything; under the empty one, any input. */
  readonly field: (name: string) => Resolved;
  /**
   * Called for each expression, and for each call of a function within one.
   * @throws NotUnderstood once a document has had more of them than any that people write.
   */
  readonly spend: () => void;
}

/** A function of an expression's own, which is evaluated anew for each call. */
export interface Lambda {
  readonly parameters: readonly string[];
  readonly body: string;
}

/** What the variables of an expression hold. */
export type Locals = ReadonlyMap<string, Resolved | Lambda>;

/** An expression in a form that is not understood. */
export class NotUnderstood extends Error {
  override readonly name = 'NotUnderstood';
}
