import { isMembers } from '../../test/sandbox/wire/message.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';
import { sectionOf } from './sections.ts';

/** Sections whose members refer to each other. */
const NAMED = ['Parameters', 'Conditions', 'Resources'] as const;

/**
 * What of a template is not yet in `seen`: its resources and outputs that were not there, or had something
 * else in what they refer to, with all that they refer to. A linter judges a resource by itself, its
 * parameters, conditions and what it refers to, so the rest would be judged as before.
 *
 * @param seen is added to
 * @returns undefined when everything was seen
 */
export function unseenPart(template: Members, seen: Set<string>): Members | undefined {
  const bodies = new Map(
    NAMED.flatMap((section) =>
      Object.entries(sectionOf(template, section)).map(([id, body]) => [
        id,
        { section, body, names: namesIn(body) },
      ]),
    ),
  );
  /** The names that a body leads to, step by step. */
  const reached = (names: readonly string[]): readonly string[] => {
    const found = new Set<string>();
    const open = [...names];
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      const one = bodies.get(name);
      if (one === undefined || found.has(name)) continue;
      found.add(name);
      open.push(...one.names);
    }
    return [...found].toSorted();
  };
  const isNew = (id: string, body: unknown, context: readonly string[]): boolean => {
    const key = JSON.stringify([id, body, context.map((name) => [name, bodies.get(name)?.body])]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  };

  const resources = sectionOf(template, 'Resources');
  const kept = new Set<string>();
  for (const [id, body] of Object.entries(resources)) {
    const context = reached(namesIn(body));
    if (isNew(id, body, context)) [id, ...context].forEach((name) => kept.add(name));
  }
  const outputs = Object.entries(sectionOf(template, 'Outputs')).filter(([id, body]) => {
    const context = reached(namesIn(body));
    if (!isNew(`Outputs.${id}`, body, context)) return false;
    context.forEach((name) => kept.add(name));
    return true;
  });
  const left = Object.entries(resources).filter(([id]) => kept.has(id));
  if (left.length === 0) return undefined;
  return { ...template, Resources: Object.fromEntries(left), Outputs: Object.fromEntries(outputs) };
}

/** Every text that may be a reference, and what may be one in it: too many names do no harm. */
function namesIn(value: unknown): readonly string[] {
  if (typeof value === 'string') {
    const inside = [...value.matchAll(/\$\{([^!}.]+)[^}]*\}/g)].map(([, name = '']) => name);
    return [value, value.split('.')[0] ?? '', ...inside];
  }
  if (Array.isArray(value)) return value.flatMap((item: unknown) => namesIn(item));
  return isMembers(value) ? Object.values(value).flatMap(namesIn) : [];
}
