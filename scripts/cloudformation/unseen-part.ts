import { isMembers } from '../../test/sandbox/wire/message.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';
import { sectionOf } from './sections.ts';

/** The sections whose members refer to each other. */
const NAMED = ['Parameters', 'Conditions', 'Resources'] as const;

/**
 * Returns the part of a template that a linter has not checked yet: resources and outputs that are new, or
 * refer to something that changed, with everything they refer to. A linter checks a resource only together
 * with those.
 * @param seen gets the keys of what is returned
 * @returns undefined when nothing is new
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
  /** Returns these names and those that their bodies refer to, directly or through others, if the template has them. */
  const reachableFrom = (names: readonly string[]): readonly string[] => {
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
    const context = reachableFrom(namesIn(body));
    if (isNew(id, body, context)) [id, ...context].forEach((name) => kept.add(name));
  }
  const outputs = Object.entries(sectionOf(template, 'Outputs')).filter(([id, body]) => {
    const context = reachableFrom(namesIn(body));
    if (!isNew(`Outputs.${id}`, body, context)) return false;
    context.forEach((name) => kept.add(name));
    return true;
  });
  const left = Object.entries(resources).filter(([id]) => kept.has(id));
  if (left.length === 0) return undefined;
  return { ...template, Resources: Object.fromEntries(left), Outputs: Object.fromEntries(outputs) };
}

/** Returns every text in a value that may be a reference. Extra names do no harm. */
function namesIn(value: unknown): readonly string[] {
  if (typeof value === 'string') {
    const inside = [...value.matchAll(/\$\{([^!}.]+)[^}]*\}/g)].map(([, name = '']) => name);
    return [value, value.split('.')[0] ?? '', ...inside];
  }
  if (Array.isArray(value)) return value.flatMap((item: unknown) => namesIn(item));
  return isMembers(value) ? Object.values(value).flatMap(namesIn) : [];
}
