/** Reads a flag that may be given more than once: each value is added to those before. */
export function repeated(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
