/** Makes a value when it is first asked for, once: all callers get the same value or failure. */
export function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
