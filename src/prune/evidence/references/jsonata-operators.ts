import type { ExpressionScope } from './jsonata-tokens.ts';
import type { Resolved } from './resolved.ts';
import { alternativesOf, itemOf } from './resolved.ts';

/** How strongly an operator of JSONata binds, as in its own parser. https://docs.jsonata.org/overview */
const BINDING: ReadonlyMap<string, number> = new Map(
  (
    [
      [80, ['[', '(', '@', '#']],
      [75, ['.']],
      [70, ['{']],
      [60, ['*', '/', '%']],
      [50, ['+', '-', '&']],
      [40, ['=', '<', '>', '!=', '<=', '>=', 'in', '~>', '^', '?:', '??']],
      [30, ['and']],
      [25, ['or']],
      [20, ['?', '..']],
      [10, [':=']],
    ] as const
  ).flatMap(([binding, operators]) => operators.map((one) => [one, binding])),
);

export function bindingOf(operator: string): number {
  return BINDING.get(operator) ?? 0;
}

/** A name behind a dot; where the value before it is not known, whatever the definition puts under it. */
export function stepInto(
  left: Resolved,
  name: string,
  scope: ExpressionScope,
): readonly Resolved[] {
  return alternativesOf(left).flatMap((one): readonly Resolved[] => {
    const items = one.kind === 'list' ? one.items.flatMap(alternativesOf) : [one];
    return items.map((item) => {
      const own = item.kind === 'fields' ? item.fields.get(name) : undefined;
      return own ?? (item.kind === 'opaque' ? item : scope.field(name));
    });
  });
}

/** `value[index]`; with any other predicate, any item. */
export function itemAt(value: Resolved, index: string | undefined): Resolved {
  const number = index === undefined ? undefined : Number(index);
  return itemOf(value, Number.isInteger(number) ? number : undefined);
}
