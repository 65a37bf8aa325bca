import { describe, expect, test } from 'vitest';

import { conditionsOf, withConditions } from './conditions.ts';

function texts(source: string): readonly string[] {
  return conditionsOf('a.ts', source).map(({ text }) => text);
}

describe('the conditions of a source', () => {
  test.each<readonly [source: string, conditions: readonly string[]]>([
    ['if (a) b();', ['a']],
    ['while (a > 1) b();', ['a > 1']],
    ['const b = a ? 1 : 2;', ['a']],
    ['if (a && !b) c();', ['a && !b', 'a', '!b']],
    ['const c = a === 1 || b;', ['a === 1', 'b']],
    ['const c = a ?? b;', []],
    ['list.filter((one) => isOld(one));', ['isOld(one)']],
    ['list.map((one) => isOld(one));', []],
    ['const c = { ...(a !== undefined && { a }) };', ['a !== undefined']],
    ['list.sort((x, y) => x.at - y.at || inOrder(x.name, y.name));', []],
    ['type A = B extends C ? 1 : 2;', []],
  ])('%s', (source, conditions) => {
    expect(texts(source)).toEqual(conditions);
  });

  test.each([
    ['const c = { ...(a !== undefined && { a }) };', true],
    ['const c = { ...(a !== undefined && { a: b(a) }) };', false],
    ['const c = { ...(a && { a }) };', true],
    ['const c = { ...(a && { b }) };', false],
    ['const c = { ...(a > 1 && { a }) };', false],
    ['const c = [...(a !== undefined && b)];', false],
  ])('only decide if there is a property: %s', (source, isOfProperty) => {
    expect(conditionsOf('a.ts', source)[0]?.isOfProperty).toBe(isOfProperty);
  });

  test('are where they were, on the same lines', () => {
    const source = 'const a = 1;\nif (a &&\n  b) c();\n';
    expect(withConditions('a.ts', source)).toBe(
      'const a = 1;\nif (globalThis.condition("a.ts:17-25",(globalThis.condition("a.ts:17-18",(a)) &&\n  globalThis.condition("a.ts:24-25",(b))))) c();\n',
    );
  });
});
