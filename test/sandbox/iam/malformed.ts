/** What is wrong with a policy, and the lists and texts that it is made of. */

/** IAM would not store it. */
export class MalformedPolicy extends Error {
  override readonly name = 'MalformedPolicy';
}

/** IAM may store it, but the sandbox cannot tell what it means, and so does not guess. */
export class NotUnderstood extends Error {
  override readonly name = 'NotUnderstood';

  constructor(what: string) {
    super(`the sandbox does not understand ${what} in a policy`);
  }
}

/** One value is a list of one. */
export function listOf(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** @throws MalformedPolicy for what is no text, boolean or number */
export function textsOf(value: unknown, name: string): string[] {
  return listOf(value).map((item) => {
    if (typeof item === 'string') return item;
    if (typeof item === 'boolean' || typeof item === 'number') return String(item);
    throw new MalformedPolicy(`${name} holds ${JSON.stringify(item)}`);
  });
}
