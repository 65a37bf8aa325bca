import { isMembers } from '../../test/sandbox/wire/message.ts';
import type { Members } from '../../test/sandbox/wire/message.ts';

/** How an instance changes its template's own parameters. Other parameters are shared by the whole stack. */
export interface OwnParameters {
  /** Values that become the defaults of parameters, which are renamed with the prefix. */
  readonly given?: Readonly<Record<string, string>>;
  /** Expressions that replace each `Ref` to a parameter; the parameter itself is removed. */
  readonly in?: Readonly<Record<string, Members>>;
}

const SECTIONS = ['Parameters', 'Resources', 'Outputs'] as const;

/** Returns an instance of a template, with `prefix` before its logical ids. It shares the stack's conditions. */
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

/** Merges instances into one template. */
export function mergeInstances(instances: readonly Members[]): Members {
  return Object.fromEntries(
    SECTIONS.map((name) => [
      name,
      Object.fromEntries(instances.flatMap((one) => Object.entries(membersOf(one, name)))),
    ]),
  );
}

type ReplacedReferences = NonNullable<OwnParameters['in']>;

function renamed(
  value: unknown,
  rename: (id: string) => string,
  replaced: ReplacedReferences,
): unknown {
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
  replaced: ReplacedReferences,
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
