import { isMembers } from '../../test/sandbox/wire/message.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';

/** What a template's own parameters become; the other parameters are the whole stack's. */
export interface OwnParameters {
  /** Values, which become the defaults of parameters with names of their own. */
  readonly given?: Readonly<Record<string, string>>;
  /** Expressions that replace the `Ref` of a parameter, which is then no more. */
  readonly in?: Readonly<Record<string, Members>>;
}

const SECTIONS = ['Parameters', 'Resources', 'Outputs'] as const;

/**
 * A template as one of several of its kind in a stack: `prefix` begins its logical ids. Its
 * conditions are those of the whole stack.
 */
export function instanceOf(
  template: Members,
  prefix: string,
  { given = {}, in: replaced = {} }: OwnParameters,
): Members {
  const own = [...Object.keys(membersOf(template, 'Resources')), ...Object.keys(given)];
  const rename = (id: string): string => (own.includes(id) ? `${prefix}${id}` : id);
  const parameters = Object.entries(membersOf(template, 'Parameters')).flatMap(([id, body]) => {
    if (replaced[id] !== undefined || !isMembers(body)) return [];
    return [[rename(id), id in given ? { ...body, Default: given[id] } : body] as const];
  });
  const section = (name: string): Members =>
    Object.fromEntries(
      Object.entries(membersOf(template, name)).map(([id, body]) => [
        `${prefix}${id}`,
        renamed(body, rename, replaced),
      ]),
    );
  return {
    Parameters: Object.fromEntries(parameters),
    Resources: section('Resources'),
    Outputs: section('Outputs'),
  };
}

/** All of them in one template. */
export function mergeInstances(instances: readonly Members[]): Members {
  return Object.fromEntries(
    SECTIONS.map((name) => [
      name,
      Object.fromEntries(instances.flatMap((one) => Object.entries(membersOf(one, name)))),
    ]),
  );
}

type Replaced = NonNullable<OwnParameters['in']>;

function renamed(value: unknown, rename: (id: string) => string, replaced: Replaced): unknown {
  if (Array.isArray(value)) return value.map((item) => renamed(item, rename, replaced));
  if (!isMembers(value)) return value;
  const { Ref: id } = value;
  const expression = typeof id === 'string' ? replaced[id] : undefined;
  if (expression !== undefined) return expression;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      memberRenamed(key, member, rename, replaced),
    ]),
  );
}

function memberRenamed(
  key: string,
  member: unknown,
  rename: (id: string) => string,
  replaced: Replaced,
): unknown {
  if (key === 'DependsOn') return [member].flat().map((id) => rename(String(id)));
  if (typeof member !== 'string') return renamed(member, rename, replaced);
  if (key === 'Ref') return rename(member);
  if (key !== 'Fn::Sub') return member;
  return member.replace(/\$\{([A-Za-z0-9]+)\}/g, (_, id: string) => `\${${rename(id)}}`);
}

function membersOf(template: Members, section: string): Members {
  const members = template[section];
  return isMembers(members) ? members : {};
}
