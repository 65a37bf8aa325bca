import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { parseConfiguration } from '../../src/config/parse.ts';
import { matchesGlob } from '../../src/model/glob.ts';
import { sized } from '../size.ts';
import { faultsOf } from './broken-files.ts';
import { LIMITS } from './limits.ts';
import { configurationOf, FULL_EXAMPLE, MINIMAL, validFiles } from './valid-files.ts';

function fits(globs: readonly string[], names: readonly string[]): boolean {
  return globs.length === 0 || names.some((name) => globs.some((glob) => matchesGlob(name, glob)));
}

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
    fc.assert(check, { numRuns: sized(40, 1000) });
  });

  test('no damage to a valid file makes it throw or show the external id', () => {
    const damage = fc.record({
      at: fc.nat(FULL_EXAMPLE.length),
      length: fc.nat(30),
      by: fc.string({
        unit: fc.constantFrom(...Array.from('[]{}:,-?&*!\'"# \n\ta1')),
        maxLength: 5,
      }),
    });
    const check = fc.property(damage, ({ at, length, by }) => {
      const text = FULL_EXAMPLE.slice(0, at) + by + FULL_EXAMPLE.slice(at + length);
      expect(faultsOf(text)).not.toContain('s3cret-external');
    });
    fc.assert(check, { numRuns: sized(20, 500) });
  });

  test('a valid file resolves to its settings, the most specific first', () => {
    const check = fc.property(validFiles, ({ file, expected }) => {
      const { accounts } = configurationOf(stringify(file));
      const actual = accounts.map(({ id, name, stage, regions, rules, prune }) => ({
        id,
        name,
        stage,
        regions: regions.map(({ region }) => region),
        rules: rules.map(({ warn, critical }) => [warn, critical]),
        prune,
      }));
      expect(actual).toEqual(expected);
    });
    fc.assert(check, { numRuns: sized(40, 100) });
  });

  test('a route is refused exactly when no alert can reach it', () => {
    const accounts = [
      { id: '222222222222', name: 'dev', stage: 'nonprod' },
      { id: '333333333333', name: 'qa', stage: 'nonprod' },
      { id: '444444444444', name: 'prod', stage: 'prod' },
    ];
    const own = fc.record({
      accounts: fc.subarray(['dev', '?a', '4*', '*d*']),
      stages: fc.subarray(['prod', 'nonprod']),
      limits: fc.subarray(['lambda-code-storage', 'lambda-*', 's3-buckets', '*']),
    });
    const check = fc.property(fc.array(own, { maxLength: 6 }), (list) => {
      const routes = list.map((route, at) => ({
        name: `route-${at}`,
        ...route,
        topicArn: MINIMAL.alerts.topicArn,
      }));
      const file = { ...MINIMAL, accounts, alerts: { ...MINIMAL.alerts, routes } };
      const result = parseConfiguration(stringify(file), LIMITS);
      const refused = result.ok ? [] : result.faults.map(({ path }) => path.replace('.stages', ''));

      // Each subject goes to the first route that fits; `undefined` is one that is about no limit.
      const takes = (
        route: (typeof list)[number],
        account: (typeof accounts)[number],
        limit?: string,
      ) =>
        fits(route.accounts, [account.id, account.name]) &&
        fits(route.stages, [account.stage]) &&
        fits(route.limits, limit === undefined ? [] : [limit]);
      const reached = new Set(
        accounts.flatMap((account) =>
          [undefined, ...LIMITS.map(({ id }) => id)].map((limit) =>
            list.findIndex((route) => takes(route, account, limit)),
          ),
        ),
      );
      const unreached = [...list.keys()].filter((at) => !reached.has(at));
      expect(refused).toEqual(unreached.map((at) => `alerts.routes[${at}]`));
    });
    fc.assert(check, { numRuns: sized(12, 300) });
  });

  test('independent faults are all reported at once', () => {
    const injections: readonly (readonly [from: string, to: string, path: string])[] = [
      ['deployment: limits-watchdog', 'deployment: a b', 'deployment'],
      ["account: '111111111111'", 'account: 111111111111', 'tooling.account'],
      ['role:\n', 'role:\n  name: a b\n', 'role.name'],
      ['  - us-east-1', '  - us-eest-1', 'regions[1]'],
      ['keepNewest: 3', 'keepNewest: 0', 'versions.keepNewest'],
      ['keepBelowAlias: 1', 'keepBelowAliases: 1', 'versions.keepBelowAliases'],
      ["'222222222222'", "'2'", 'accounts[0].id'],
      ['{ warn: 70 }', '{ warn: 70% }', 'accounts[0].thresholds.warn'],
      ['name: qa', 'name: Staging', 'accounts[2].name'],
      ['stage: prod\n', 'stage: production\n', 'accounts[3].stage'],
      ['clearPoints: 3', 'clearPoints: 60', 'alerts.clearPoints'],
      [
        'chatTopicArn: arn:aws:sns:eu-west-1',
        'chatTopicArn: arn:aws:sns:eu-west-2',
        'alerts.chatTopicArn',
      ],
      [
        'eventBusArn: arn:aws:events:eu-west-1',
        'eventBusArn: arn:aws:events:eu-west-2',
        'alerts.eventBusArn',
      ],
      ['name: production', 'name: prod', 'alerts.routes[0].name'],
      ['limits: [lambda-*]', 'limits: [lamda-*]', 'alerts.routes[0].limits[0]'],
      ['[lambda-old-versions]', '[lambda-old-version]', 'alerts.mutes[0].limits[0]'],
      ['until: 2026-12-24', 'until: 2026-02-30', 'alerts.mutes[0].until'],
      ['owner: platform-team', 'owner:', 'alerts.mutes[0].owner'],
      ['key: limits', 'key: /limits', 'state.key'],
      ['readStorageMode: false', 'readStorageMode: no', 'readStorageMode'],
      ['{ warn: 60 }', '{ warn: 60, critical: 50 }', 'accounts[3].limits.lambda-code-storage.warn'],
    ];
    const check = fc.property(fc.subarray([...injections], { minLength: 1 }), (chosen) => {
      const text = chosen.reduce((sum, [from, to]) => sum.replace(from, to), FULL_EXAMPLE);
      const result = parseConfiguration(text, LIMITS);
      const paths = result.ok ? [] : result.faults.map(({ path }) => path);
      expect(paths.sort()).toEqual(chosen.map(([, , path]) => path).sort());
    });
    fc.assert(check, { numRuns: sized(12, 300) });
  });
});
