/** Errors of policies, and readers of the lists and texts in a policy. */

/** A policy that IAM would not store. */
export class MalformedPolicy extends Error {
  override readonly name = 'MalformedPolicy';
}

/** A policy that IAM may store, but that the sandbox does not support and therefore refuses to evaluate. */
export class NotUnderstood extends Error {
  override readonly name = 'NotUnderstood';

  constructor(what: string) {
    super(`the sandbox does not understand ${what} in a policy`);
  }
}

/** Returns the list; a single value becomes a list of one, undefined an empty list. */
export function listOf(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/**
 * Returns the values as texts.
 *
 * @throws MalformedPolicy for a value that is not a text, boolean or number
 */
export function textsOf(value: unknown, name: string): string[] {
  return listOf(value).map((item) => {
    if (typeof item === 'string') return item;
    if (typeof item === 'boolean' || typeof item === 'number') return String(item);
    throw new MalformedPolicy(`${name} holds ${JSON.stringify(item)}`);
  });
}
