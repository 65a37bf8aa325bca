import * as fc from 'fast-check';

/** Throws for a value that breaks the law. */
export type Law<Value> = (value: Value) => void;

export interface TriedLaws {
  /** The number of values on which every property was tested, up to the first that broke it. */
  readonly tried: number;
  readonly broken: readonly string[];
  /**
   * Tests one property again on the first value that broke it, and looks for a smaller one.
   *
   * @throws the property's error, with seed and path of the value; nothing if the property held
   */
  readonly retell: (name: string) => void;
}

interface Breach {
  readonly at: number;
  readonly error: unknown;
}

/**
 * Tests all laws with each of `numRuns` generated values. `prepare` is called once for each value, and its result is
 * passed to all laws.
 */
export function tryLaws<Drawn, Value>(
  drawn: fc.Arbitrary<Drawn>,
  prepare: (drawn: Drawn) => Value,
  laws: ReadonlyMap<string, Law<Value>>,
  { numRuns, seed }: { readonly numRuns: number; readonly seed: number },
): TriedLaws {
  const breaches = new Map<string, Breach>();
  let tried = 0;
  fc.assert(
    fc.property(drawn, (one) => {
      const value = prepare(one);
      for (const [name, law] of laws) {
        if (breaches.has(name)) continue;
        try {
          law(value);
        } catch (error) {
          breaches.set(name, { at: tried, error });
        }
      }
      tried += 1;
    }),
    { numRuns, seed },
  );
  return {
    tried,
    broken: [...breaches.keys()],
    retell: (name) => {
      const breach = breaches.get(name);
      const law = laws.get(name);
      if (breach === undefined || law === undefined) return;
      const alone = fc.property(drawn, (one) => law(prepare(one)));
      fc.assert(alone, { numRuns: 1, seed, path: String(breach.at) });
      // A property that depends on state left by another one passes alone, and is still broken.
      throw breach.error;
    },
  };
}
