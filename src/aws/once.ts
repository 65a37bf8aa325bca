import type { AwsOperations } from './operations.ts';

/** Makes a value at the first call, once: all callers get the same value or failure. */
export function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** Makes a value for each key, once, in `made`: a Map, or a WeakMap for keys that end with a run. */
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

/** One answer or failure for all limits of a target, whose operations each run makes anew. */
export function sharedAnswer<Answer>(
  read: (aws: AwsOperations) => Promise<Answer>,
): (aws: AwsOperations) => Promise<Answer> {
  return onceForEach(read, new WeakMap<AwsOperations, Promise<Answer>>());
}
