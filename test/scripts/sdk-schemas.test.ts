import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

import { schemasPlugin, withLiteralKeys } from '../../scripts/bundle/sdk-schemas.ts';
import { bundleSettings } from '../../scripts/bundle/settings.ts';

const CONSTANTS =
  'const _a = "item";\nconst _q = "a \\" b";\nconst _p = "__proto__";\nconst _n = 1;\n';

describe('computed keys of schemas', () => {
  it.each([
    ['the first key of an object', 'x = { [_a]: 1 }', 'x = { "item": 1 }'],
    ['a later key, on a line of its own', 'x = { b: 1,\n  [_a]: 1 }', 'x = { b: 1,\n  "item": 1 }'],
    ['a text with a quotation mark', 'x = {[_q]: 1}', 'x = {"a \\" b": 1}'],
  ])('become literal: %s', (_, before, after) => {
    expect(withLiteralKeys(CONSTANTS + before)).toBe(CONSTANTS + after);
  });

  it.each([
    ['which would set the prototype', 'x = { [_p]: 1 }'],
    ['of a constant that is no text', 'x = { [_n]: 1 }'],
    ['of what is no constant of the module', 'x = { [_other]: 1 }'],
    ['where it is an item', 'x = [1, [_a], { b: [_a] }]'],
    ['where it is an index', 'x = y[_a] ? 1 : z[_a]'],
  ])('stay computed: %s', (_, text) => {
    expect(withLiteralKeys(CONSTANTS + text)).toBe(CONSTANTS + text);
  });
});

it('are replaced, so that a bundle has no schema of an unused operation', async () => {
  const contents = 'export { STSClient, AssumeRoleCommand } from "@aws-sdk/client-sts";';
  const { outputFiles } = await build({
    ...bundleSettings(process.cwd()),
    stdin: { contents, resolveDir: process.cwd() },
    packages: 'bundle',
    plugins: [
      schemasPlugin,
      {
        name: 'shared packages',
        setup: (setup) =>
          setup.onResolve({ filter: /^[^.]/ }, ({ path }) =>
            path.startsWith('@aws-sdk/client-') ? undefined : { path, external: true },
          ),
      },
    ],
  });
  const text = outputFiles[0]?.text ?? '';
  expect(text).toContain('DurationSeconds');
  expect(text).not.toContain('GetFederationToken');
});
