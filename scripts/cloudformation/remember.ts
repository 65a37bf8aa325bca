/** The sections of a template, such as Resources and Conditions. Each maps names to values. */
export type Sections<S> = { readonly [Section in keyof S]: object };

/** What a computation may read of a section: a value, whether a name exists, or all names. */
type QuestionKind = 'value' | 'presence' | 'names';

interface Question<S> {
  readonly look: QuestionKind;
  readonly section: keyof S;
  readonly name: string;
}

/** A step of a computation that was recorded: the next question that it asked, or its result. */
type Step<S, R> =
  | { readonly kind: 'question'; readonly asks: Question<S>; readonly next: Steps<S, R> }
  | { readonly kind: 'result'; readonly result: R };
/** Maps the answer to the last question to the next step. The first step has the computed name as its key. */
type Steps<S, R> = Map<unknown, Step<S, R>>;

/**
 * Caches `compute` by the values that it read from the sections, which are recorded while it runs. Values are
 * compared by identity, so they must not be modified.
 * @param compute may depend only on the name and the sections
 */
export function cached<S extends Sections<S>, R>(
  compute: (name: string, sections: S) => R,
): (name: string, sections: S) => R {
  const steps: Steps<S, R> = new Map();
  return (name, sections) => {
    const known = recall(steps, name, sections);
    if (known !== undefined) return known.result;
    const { observed, answers } = observe(sections);
    const result = compute(name, observed);
    store(steps, name, answers, result);
    return result;
  };
}

/** Like `cached` for an asynchronous computation. A cached result is returned directly, not as a promise. */
export function cachedAsync<S extends Sections<S>, R>(
  compute: (name: string, sections: S) => Promise<R>,
): (name: string, sections: S) => R | Promise<R> {
  const steps: Steps<S, R> = new Map();
  return (name, sections) => {
    const known = recall(steps, name, sections);
    if (known !== undefined) return known.result;
    const { observed, answers } = observe(sections);
    return compute(name, observed).then((result) => {
      store(steps, name, answers, result);
      return result;
    });
  };
}

/** Caches `compute` for each object. */
export function cachedByObject<K extends object, R>(compute: (of: K) => R): (of: K) => R {
  const results = new WeakMap<K, { readonly result: R }>();
  return (of) => {
    const known = results.get(of) ?? { result: compute(of) };
    results.set(of, known);
    return known.result;
  };
}

function recall<S extends Sections<S>, R>(
  steps: Steps<S, R>,
  name: string,
  sections: S,
): { readonly result: R } | undefined {
  let step = steps.get(name);
  while (step?.kind === 'question') step = step.next.get(answerTo(step.asks, sections));
  return step;
}

function store<S, R>(
  first: Steps<S, R>,
  name: string,
  answers: ReadonlyMap<Question<S>, unknown>,
  result: R,
): void {
  let [steps, key]: [Steps<S, R>, unknown] = [first, name];
  for (const [asks, answer] of answers) {
    const step = steps.get(key) ?? { kind: 'question', asks, next: new Map() };
    if (step.kind !== 'question' || !isSame(step.asks, asks)) {
      throw new Error(`${name}: after the same answers it asked for something else`);
    }
    steps.set(key, step);
    [steps, key] = [step.next, answer];
  }
  steps.set(key, { kind: 'result', result });
}

function isSame<S>(one: Question<S>, other: Question<S>): boolean {
  return one.look === other.look && one.section === other.section && one.name === other.name;
}

function answerTo<S extends Sections<S>>(
  { look, section, name }: Question<S>,
  sections: S,
): unknown {
  const values: object = sections[section];
  switch (look) {
    case 'value':
      return Reflect.get(values, name);
    case 'presence':
      return Object.hasOwn(values, name);
    case 'names':
      return Object.keys(values).join('\n');
  }
}

/** Returns proxies of the sections that record each distinct question with its answer, in order. */
function observe<S extends Sections<S>>(
  sections: S,
): { readonly observed: S; readonly answers: ReadonlyMap<Question<S>, unknown> } {
  const answers = new Map<Question<S>, unknown>();
  const asked = new Set<string>();
  const ask = (look: QuestionKind, section: keyof S, name: string): unknown => {
    const question = { look, section, name };
    const answer = answerTo(question, sections);
    const key = `${look} ${String(section)} ${name}`;
    if (!asked.has(key)) answers.set(question, answer);
    asked.add(key);
    return answer;
  };
  // The proxy's target is empty, because the engine reads properties of the target by itself.
  const observedSection = (section: keyof S): object =>
    new Proxy<object>(
      {},
      {
        get: (_, name) => (typeof name === 'string' ? ask('value', section, name) : undefined),
        has: (_, name) => typeof name === 'string' && ask('value', section, name) !== undefined,
        getOwnPropertyDescriptor: (_, name) =>
          typeof name === 'string' && ask('presence', section, name) === true
            ? { enumerable: true, configurable: true, get: () => ask('value', section, name) }
            : undefined,
        ownKeys: () => {
          ask('names', section, '');
          return Object.keys(sections[section]);
        },
      },
    );
  const observedSections = new Map<string, object>();
  const observed = new Proxy(sections, {
    get: (_, section: string & keyof S) => {
      const known = observedSections.get(section);
      if (known !== undefined || !Object.hasOwn(sections, section)) return known;
      const made = observedSection(section);
      observedSections.set(section, made);
      return made;
    },
    ownKeys: () => {
      throw new Error('the sections themselves are not to be listed');
    },
  });
  return { observed, answers };
}
