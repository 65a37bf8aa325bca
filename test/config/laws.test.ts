import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { parseConfiguration } from '../../src/config/parse.ts';
import { faultsOf } from './broken-files.ts';
import { LIMITS } from './limits.ts';
import { configurationOf, EXAMPLE, MINIMAL, validFiles } from './valid-files.ts';

describe('laws', () => {
  test('no text makes it throw', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.string({
        unit: fc.constantFrom(...Array.from('[]{}:,-?&*!|>\'"%@`# \n\ta1<')),
        maxLength: 80,
      }),
      fc.json(),
      fc.jsonValue().map((value) => stringify({ ...MINIMAL, accounts: value, limits: value })),
    );
    const check = fc.property(texts, (text) => {
      expect(typeof parseConfiguration(text, LIMITS).ok).toBe('boolean');
    });
    fc.assert(check, { numRuns: 1000 });
  });

  test('no damage to a valid file makes it throw or show the external id', () => {
    const damage = fc.record({
      at: fc.nat(EXAMPLE.length),
      length: fc.nat(30),
      by: fc.string({
        unit: fc.constantFrom(...Array.from('[]{}:,-?&*!\'"# \n\ta1')),
        maxLength: 5,
      }),
    });
    const check = fc.property(damage, ({ at, length, by }) => {
      const text = EXAMPLE.slice(0, at) + by + EXAMPLE.slice(at + length);
      expect(faultsOf(text)).not.toContain('your-own-external');
    });
    fc.assert(check, { numRuns: 500 });
  });

  test('a valid file resolves to what it says, by precedence', () => {
    const check = fc.property(validFiles, ({ file, expected }) => {
      const { accounts } = configurationOf(stringify(file));
      const actual = accounts.map(({ id, name, stage, regions, rules }) => ({
        id,
        name,
        stage,
        regions: regions.map(({ region }) => region),
        rules: rules.map(({ warn, critical }) => [warn, critical]),
      }));
      expect(actual).toEqual(expected);
    });
    fc.assert(check);
  });

  test('independent faults are all told at once', () => {
    const injections: readonly (readonly [from: string, to: string, path: string])[] = [
      ['deployment: limits-watchdog', 'deployment: a b', 'deployment'],
      ["account: '111111111111'", 'account: 111111111111', 'tooling.account'],
      ['name: limits-watchdog-read', 'name: a b', 'role.name'],
      ['  - us-east-1', '  - us-eest-1', 'regions[1]'],
      ['keepNewest: 3', 'keepNewest: 0', 'versions.keepNewest'],
      ['keepBelowAlias: 1', 'keepBelowAliases: 1', 'versions.keepBelowAliases'],
      ["'222222222222'", "'2'", 'accounts[0].id'],
      ['{ warn: 70 }', '{ warn: 70% }', 'accounts[0].thresholds.warn'],
      ['name: qa', 'name: Staging', 'accounts[2].name'],
      ['stage: prod\n', 'stage: production\n', 'accounts[3].stage'],
      ['{ warn: 60 }', '{ warn: 60, critical: 50 }', 'accounts[3].limits.lambda-code-storage.warn'],
    ];
    const check = fc.property(fc.subarray([...injections], { minLength: 1 }), (chosen) => {
      const text = chosen.reduce((sum, [from, to]) => sum.replace(from, to), EXAMPLE);
      const result = parseConfiguration(text, LIMITS);
      const paths = result.ok ? [] : result.faults.map(({ path }) => path);
      expect(paths.sort()).toEqual(chosen.map(([, , path]) => path).sort());
    });
    fc.assert(check, { numRuns: 300 });
  });
});
