/** Makes a value when it is first asked for, and no second time: everybody gets the same one, or the same failure. */
export function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
