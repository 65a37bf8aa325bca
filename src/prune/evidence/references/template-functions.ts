import type { Document, DocumentFields } from './document.ts';
import { EITHER } from './document.ts';
import {
  hasWildcard,
  HIDDEN,
  literal,
  alternativesOf,
  ANYTHING,
  composed,
  concatenate,
  either,
  itemOf,
  patternsOf,
  plain,
  literalText,
} from './resolved.ts';
import type { Resolved } from './resolved.ts';
import type { TemplateScope } from './stack-facts.ts';
import { attributeOf, referenceTo } from './template-references.ts';

/** Evaluates the functions in a part of a template. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html */
export function resolveDocument(document: Document, scope: TemplateScope): Resolved {
  if (typeof document === 'string') {
    return literalText(loopText(document, scope), document);
  }
  if (!(document instanceof Map)) {
    return { kind: 'list', items: items(document).map((one) => resolveDocument(one, scope)) };
  }
  const [only] = document.size === 1 ? [...document] : [];
  const [name, value] = only ?? [];
  if (name !== undefined && value !== undefined && (name === 'Ref' || name.startsWith('Fn::'))) {
    if (!name.startsWith('Fn::ForEach::')) return call(name, value, scope);
  }
  return resolveFields(document, scope);
}

function items(document: Document): readonly Document[] {
  return Array.isArray(document) ? document : [document];
}

function resolveFields(fields: DocumentFields, scope: TemplateScope): Resolved {
  const resolved = new Map<string, Resolved>();
  for (const [key, value] of fields) {
    if (key.startsWith('Fn::ForEach')) {
      for (const [name, one] of expandForEach(key, value, scope)) resolved.set(name, one);
    } else if (key === 'Fn::Transform') {
      resolved.set(key, composed(HIDDEN));
    } else {
      resolved.set(key, resolveDocument(value, scope));
    }
  }
  return { kind: 'fields', fields: resolved };
}

/** Evaluates `Fn::ForEach::Name: [variable, values, {key: body}]` for each value. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html */
function expandForEach(
  key: string,
  value: Document,
  scope: TemplateScope,
): readonly (readonly [string, Resolved])[] {
  const [variable, values = '', body = ''] = items(value);
  if (typeof variable !== 'string') return [[key, ANYTHING]];
  const list = alternativesOf(resolveDocument(values, scope)).map((one) =>
    one.kind === 'list' ? either(one.items) : either([...splitText(one, ','), ANYTHING]),
  );
  return alternativesOf(either(list)).map((one, at) => {
    const inner = { ...scope, loop: new Map([...scope.loop, [variable, one]]) };
    return [`${key}[${at}]`, resolveDocument(body, inner)] as const;
  });
}

/** Replaces loop variables, `${variable}` and `&{variable}`, by their values. They also occur outside of `Fn::Sub`. */
function loopText(text: string, { loop }: TemplateScope): string {
  let filled = text;
  for (const [name, value] of loop) {
    const [pattern = ''] = patternsOf(value);
    filled = filled.replaceAll(`\${${name}}`, pattern).replaceAll(`&{${name}}`, pattern);
  }
  return filled;
}

function call(name: string, value: Document, scope: TemplateScope): Resolved {
  const args = items(value);
  const resolved = (one: Document | undefined): Resolved => resolveDocument(one ?? '', scope);
  switch (name) {
    case 'Ref':
      return typeof value === 'string' ? referenceTo(loopText(value, scope), scope) : ANYTHING;
    case 'Fn::GetAtt':
      return attributeOf(value, scope, resolved);
    case 'Fn::Join':
      return join(resolved(args[0]), resolved(args[1]));
    case 'Fn::Sub':
      return substitute(value, scope, resolved);
    case 'Fn::If':
      return either(args.slice(1).map(resolved));
    case EITHER:
      return either(args.map(resolved));
    case 'Fn::Select':
      return select(resolved(args[0]), resolved(args[1]));
    case 'Fn::Split':
      return split(resolved(args[0]), resolved(args[1]));
    case 'Fn::FindInMap':
      return findInMap(args.map(resolved), scope);
    case 'Fn::ToJsonString':
      return resolved(value);
    case 'Fn::ImportValue':
      // The outputs of all stacks are read with their stacks.
      return { kind: 'no-function' };
    case 'Fn::Transform':
      return { kind: 'fields', fields: new Map([[name, composed(HIDDEN)]]) };
    case 'Fn::Base64':
      return resolved(value);
    default:
      return either([ANYTHING, resolved(value)]);
  }
}

function join(separator: Resolved, list: Resolved): Resolved {
  const [between = ''] = patternsOf(separator);
  return either(
    alternativesOf(list).map((one) =>
      // The value of a list parameter is a text with commas.
      concatenate(one.kind === 'list' ? one.items : splitText(one, ','), between),
    ),
  );
}

function splitText(value: Resolved, separator: string): readonly Resolved[] {
  if (separator === '') return [value];
  return patternsOf(value).flatMap((text) => text.split(separator).map(composed));
}

function split(separator: Resolved, text: Resolved): Resolved {
  const [between = ''] = patternsOf(separator);
  return either(
    patternsOf(text).map((one): Resolved => ({
      kind: 'list',
      items: splitText(composed(one), between),
    })),
  );
}

function select(index: Resolved, list: Resolved): Resolved {
  const [at = ''] = patternsOf(index);
  const lists = alternativesOf(list).map((one): Resolved =>
    one.kind === 'list' ? one : { kind: 'list', items: splitText(one, ',') },
  );
  // If a text has an unknown part, it may contain separators, so any item may be selected.
  const isCertain =
    /^\d+$/.test(at) && !patternsOf(either(lists.flatMap(itemsOf))).some(hasWildcard);
  return either(lists.map((one) => itemOf(one, isCertain ? Number(at) : undefined)));
}

function itemsOf(value: Resolved): readonly Resolved[] {
  return value.kind === 'list' ? value.items.filter(({ kind }) => kind === 'text') : [];
}

function findInMap(path: readonly Resolved[], { mappings }: TemplateScope): Resolved {
  let values: readonly Resolved[] = [mappings];
  for (const key of path.slice(0, 3)) {
    const names = patternsOf(key);
    values = values.flatMap(alternativesOf).flatMap((one): readonly Resolved[] => {
      if (one.kind !== 'fields') return [ANYTHING];
      if (names.some(hasWildcard)) return [...one.fields.values()];
      return names.map((name) => one.fields.get(name) ?? ANYTHING);
    });
  }
  const [, , , otherwise] = path;
  const fallback = otherwise?.kind === 'fields' ? otherwise.fields.get('DefaultValue') : undefined;
  const result = either([...values, ...(fallback === undefined ? [] : [fallback])]);
  return either(
    alternativesOf(result).map((one) => (one.kind === 'text' ? composed(one.pattern) : one)),
  );
}

/** Evaluates `Fn::Sub` of a text, or of a text with its own values. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html */
function substitute(
  value: Document,
  scope: TemplateScope,
  resolved: (one: Document | undefined) => Resolved,
): Resolved {
  const [text, own] = items(value);
  if (typeof text !== 'string') return ANYTHING;
  const values = own instanceof Map ? own : new Map<string, Document>();
  const parts = loopText(text, scope)
    .split(/(\$\{[^}]*\})/)
    .map((part): Resolved => {
      const name = /^\$\{(.*)\}$/s.exec(part)?.[1]?.trim();
      if (name === undefined) return plain(literal(part));
      if (name.startsWith('!')) return composed(literal(`\${${name.slice(1)}}`));
      const ownValue = values.get(name);
      if (ownValue !== undefined) return resolved(ownValue);
      const looped = scope.loop.get(name);
      if (looped !== undefined) return looped;
      return name.includes('.') ? attributeOf(name, scope, resolved) : referenceTo(name, scope);
    });
  return concatenate(parts);
}
