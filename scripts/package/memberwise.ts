import { isMembers } from '../../test/sandbox/wire/message.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';
import { mergedByOsls, resourceParts } from './compose.ts';
import type { Inputs } from './inputs.ts';

/** What a part has for one place of a template. */
interface Contribution {
  readonly section: string;
  /** Of a member of the section; undefined for a value that is the whole section, such as `Description`. */
  readonly name: string | undefined;
  /** The template of the functions, what is merged into it, and what extends a resource afterwards. */
  readonly kind: 'base' | 'merged' | 'extension';
  readonly value: unknown;
  /** The same for the same value. */
  readonly number: number;
}

/** What all parts have for one place, in their order. */
interface Place {
  readonly first: Contribution;
  readonly contributions: Contribution[];
  key: string;
}

/**
 * `composeTemplate` for many combinations: each member of a section is merged once from the same objects,
 * by osls' code, without the other members. That osls merges members independently of each other is for the
 * caller to check: it compares the templates with those of `composeTemplate`. Members of equal content
 * are one object, which is frozen.
 */
export function memberwiseComposer(): (functions: Members, inputs: Inputs) => Promise<Members> {
  const numbers = new Map<unknown, number>();
  const contributed = new WeakMap<Members, readonly Contribution[]>();
  const composed = new Map<string, unknown>();
  const byText = new Map<string, unknown>();

  const numberOf = (value: unknown): number => {
    const number = numbers.get(value) ?? numbers.size;
    numbers.set(value, number);
    return number;
  };
  const contributionsOf = (part: Members, kind: 'base' | 'merged'): readonly Contribution[] => {
    const known = contributed.get(part);
    if (known !== undefined) return known;
    const found = Object.entries(part).flatMap(([key, value]): Contribution[] => {
      if (!isMembers(value)) {
        return [{ section: key, name: undefined, kind, value, number: numberOf(value) }];
      }
      const isExtension = key === 'extensions';
      return Object.entries(value).map(([name, member]) => ({
        section: isExtension ? 'Resources' : key,
        name,
        kind: isExtension ? 'extension' : kind,
        value: member,
        number: numberOf(member),
      }));
    });
    contributed.set(part, found);
    return found;
  };
  const compose = ({ key, contributions }: Place): unknown => {
    const known = composed.get(key);
    if (known !== undefined) return known;
    const value = mergedAlone(contributions);
    const text = JSON.stringify(value);
    const one = byText.get(text) ?? frozen(value);
    byText.set(text, one);
    composed.set(key, one);
    return one;
  };

  return async (functions, inputs) => {
    const places = new Map<string, Place>();
    const add = (contribution: Contribution): void => {
      const { section, name, kind, number } = contribution;
      const id = name === undefined ? section : `${section}/${name}`;
      const place = places.get(id) ?? { first: contribution, contributions: [], key: id };
      places.set(id, place);
      place.contributions.push(contribution);
      place.key += ` ${kind} ${number}`;
    };
    contributionsOf(functions, 'base').forEach(add);
    for (const part of await resourceParts(inputs)) contributionsOf(part, 'merged').forEach(add);
    const template: Record<string, unknown> = {};
    const sections: Record<string, Record<string, unknown>> = {};
    for (const place of places.values()) {
      const { section, name } = place.first;
      if (name === undefined) {
        template[section] = compose(place);
      } else {
        const members = (sections[section] ??= {});
        template[section] = members;
        members[name] = compose(place);
      }
    }
    return template;
  };
}

/** What osls makes of one place of a template. */
function mergedAlone(contributions: readonly Contribution[]): unknown {
  const [first] = contributions;
  if (first === undefined) return undefined;
  const { section, name } = first;
  const partOf = ({ kind, value }: Contribution): Members => {
    if (name === undefined) return { [section]: value };
    return { [kind === 'extension' ? 'extensions' : section]: { [name]: value } };
  };
  const isBase = first.kind === 'base';
  const merged = mergedByOsls(
    isBase ? partOf(first) : {},
    contributions.slice(isBase ? 1 : 0).map(partOf),
  );
  const value = merged[section];
  return name === undefined || !isMembers(value) ? value : value[name];
}

/** It and all in it: whoever would change what other templates share fails. */
function frozen(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  Object.values(value).forEach(frozen);
  return Object.freeze(value);
}
