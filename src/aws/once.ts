import type { AwsOperations } from './operations.ts';

/** A function that calls `make` once, at its first call, and always returns that value or promise. */
export function once<Value>(make: () => Value): () => Value {
  let first: { readonly value: Value } | undefined;
  return () => (first ??= { value: make() }).value;
}

/** Returns a function that calls `make` once for each key. `made` keeps the results; a WeakMap drops unused keys. */
export function onceForEach<Key, Value>(
  make: (key: Key) => Value,
  made: { get(key: Key): Value | undefined; set(key: Key, value: Value): unknown } = new Map(),
): (key: Key) => Value {
  return (key) => {
    const value = made.get(key) ?? make(key);
    made.set(key, value);
    return value;
  };
}

/** Wraps `read` so that all limits of a target share one answer or failure. In a run, each target has its own `aws`. */
export function sharedAnswer<Answer>(
  read: (aws: AwsOperations) => Promise<Answer>,
): (aws: AwsOperations) => Promise<Answer> {
  return onceForEach(read, new WeakMap<AwsOperations, Promise<Answer>>());
}
