import { isMembers } from '../../test/sandbox/wire/message.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';
import { plainParameters } from '../cloudformation/plain-parameters.ts';

/** An earlier template of the stack, or why there is none to compare with. */
export type EarlierTemplate =
  | { readonly kind: 'template'; readonly of: string; readonly template: Members }
  | { readonly kind: 'none'; readonly why: string };

/** Properties that differ in every package: the place of the code and its hash. */
const OF_EACH_PACKAGE = new Set(['Code', 'CodeSha256']);

/**
 * Returns what a new template changes, as sentences: parameter values from old to new, then added, removed
 * and changed resources. The code, which contains most of `watchdog.yml`, is not compared.
 */
export function templateChanges(earlier: EarlierTemplate, template: Members): readonly string[] {
  if (earlier.kind === 'none') return [`Not compared with an earlier package: ${earlier.why}.`];
  const before = earlier.template;
  const parameters = changesOf(defaultsIn(before), defaultsIn(template));
  const resources = changesOf(resourcesIn(before), resourcesIn(template));
  const values = parameters.map(
    ({ name, was, is }) => `${name}: ${shown(was)} is now ${shown(is)}`,
  );
  const kinds = [
    ['added', resources.filter(({ was }) => was === undefined)],
    ['removed', resources.filter(({ is }) => is === undefined)],
    ['changed', resources.filter(({ was, is }) => was !== undefined && is !== undefined)],
  ] as const;
  const named = kinds.flatMap(([kind, those]) =>
    those.length === 0 ? [] : [`resources ${kind}: ${those.map(({ name }) => name).join(', ')}`],
  );
  const all = [...values, ...named];
  return [
    all.length === 0
      ? `Compared with ${earlier.of}: the stack is the same, apart from code and what watchdog.yml says to the functions.`
      : `Compared with ${earlier.of}, besides code: ${all.join('; ')}.`,
  ];
}

interface Change {
  readonly name: string;
  /** The value as JSON; undefined when it is absent. */
  readonly was: string | undefined;
  readonly is: string | undefined;
}

function changesOf(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly Change[] {
  return [...new Set([...before.keys(), ...after.keys()])].toSorted().flatMap((name) => {
    const [was, is] = [before.get(name), after.get(name)];
    return was === is ? [] : [{ name, was, is }];
  });
}

function defaultsIn(template: Members): ReadonlyMap<string, string> {
  const plain = plainParameters(template);
  if (plain !== undefined) {
    return new Map(
      Object.entries(plain).map(([name, value]) => [name, ordered([value].flat().join(','))]),
    );
  }
  return new Map(
    membersOf(template['Parameters']).map(([name, declared]) => [
      name,
      isMembers(declared) ? ordered(declared['Default'] ?? '') : '',
    ]),
  );
}

function resourcesIn(template: Members): ReadonlyMap<string, string> {
  return new Map(
    membersOf(template['Resources']).map(([name, resource]) => [name, ordered(resource)]),
  );
}

function membersOf(section: unknown): readonly [string, unknown][] {
  return isMembers(section) ? Object.entries(section) : [];
}

/** Returns JSON with sorted keys and sorted DependsOn. */
function ordered(value: unknown): string {
  return JSON.stringify(value, (key, member: unknown) => {
    if (OF_EACH_PACKAGE.has(key)) return undefined;
    if (key === 'DependsOn' && Array.isArray(member)) return member.map(String).toSorted();
    if (!isMembers(member)) return member;
    return Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}

function shown(value: string | undefined): string {
  return value === undefined || value === '""' ? 'nothing' : value.replace(/^"(.*)"$/, '$1');
}
