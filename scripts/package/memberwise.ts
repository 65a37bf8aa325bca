import { isMembers } from '../../test/sandbox/wire/message.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';
import { mergedByOsls } from './compose.ts';
import type { Inputs } from './inputs.ts';
import { getOrCreate } from './remembered-parts.ts';
import { resourceParts } from './resource-parts.ts';

/** A value that one part adds to a section of the template, or to one member of a section. */
interface Contribution {
  /** The template of the functions, a part merged into it, or an extension that is applied afterwards. */
  readonly kind: 'base' | 'merged' | 'extension';
  readonly value: unknown;
}

/** The section that differs in nearly every combination, so caching it as a whole would rarely help. */
const VARYING = 'Parameters';

/**
 * Returns a `composeTemplate` for many combinations. Each section and member is merged once for the same
 * objects, by osls' code. This relies on osls merging members independently, which the caller must check by
 * comparing with `composeTemplate`. Equal members are one object, and shared objects are frozen.
 */
export function memberwiseComposer(): (functions: Members, inputs: Inputs) => Promise<Members> {
  const numberOf = numbering();
  const sections = new Map<string, unknown>();
  const members = new Map<string, unknown>();
  const byText = new Map<string, unknown>();

  const keyOf = (place: string, contributions: readonly Contribution[]): string => {
    let key = place;
    for (const { kind, value } of contributions) key += ` ${kind} ${numberOf(value)}`;
    return key;
  };
  const compose = (place: readonly string[], contributions: readonly Contribution[]): unknown =>
    getOrCreate(members, keyOf(place.join('/'), contributions), () => {
      const value = mergedAlone(place, contributions);
      return getOrCreate(byText, JSON.stringify(value), () => frozen(value));
    });
  const composeMembers = (section: string, contributions: readonly Contribution[]): Members => {
    const byName = new Map<string, Contribution[]>();
    for (const { kind, value } of contributions) {
      for (const [name, member] of Object.entries(isMembers(value) ? value : {})) {
        getOrCreate(byName, name, () => []).push({ kind, value: member });
      }
    }
    const composed: Record<string, unknown> = {};
    for (const [name, those] of byName) composed[name] = compose([section, name], those);
    return composed;
  };

  return async (functions, inputs) => {
    const bySection = new Map<string, Contribution[]>();
    const add = (part: Members, kind: 'base' | 'merged'): void => {
      for (const [key, value] of Object.entries(part)) {
        const isExtension = key === 'extensions';
        getOrCreate(bySection, isExtension ? 'Resources' : key, () => []).push({
          kind: isExtension ? 'extension' : kind,
          value,
        });
      }
    };
    add(functions, 'base');
    for (const part of await resourceParts(inputs)) add(part, 'merged');
    const template: Record<string, unknown> = {};
    for (const [section, contributions] of bySection) {
      if (!contributions.every(({ value }) => isMembers(value))) {
        template[section] = compose([section], contributions);
      } else if (section === VARYING) {
        template[section] = composeMembers(section, contributions);
      } else {
        template[section] = getOrCreate(sections, keyOf(section, contributions), () =>
          Object.freeze(composeMembers(section, contributions)),
        );
      }
    }
    return template;
  };
}

/** Returns a function that numbers values: equal texts and identical objects get the same number. */
function numbering(): (value: unknown) => number {
  const objects = new WeakMap<object, number>();
  const others = new Map<unknown, number>();
  let count = 0;
  const next = (): number => (count += 1);
  return (value) =>
    typeof value === 'object' && value !== null
      ? getOrCreate(objects, value, next)
      : getOrCreate(others, value, next);
}

/** Returns what osls makes of one section, or of one member of it. */
function mergedAlone(
  [section = '', name]: readonly string[],
  contributions: readonly Contribution[],
): unknown {
  const partOf = ({ kind, value }: Contribution): Members => {
    if (name === undefined) return { [section]: value };
    return { [kind === 'extension' ? 'extensions' : section]: { [name]: value } };
  };
  const [first] = contributions;
  const base = first?.kind === 'base' ? first : undefined;
  const merged = mergedByOsls(
    base === undefined ? {} : partOf(base),
    contributions.slice(base === undefined ? 0 : 1).map(partOf),
  );
  const value = merged[section];
  return name === undefined || !isMembers(value) ? value : value[name];
}

/** Freezes a value and everything in it, so that modifying a shared object throws. */
function frozen(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  Object.values(value).forEach(frozen);
  return Object.freeze(value);
}
