import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { parseConfiguration } from '../../src/config/parse.ts';
import { faultsOf } from './broken-files.ts';
import { LIMITS } from './limits.ts';
import { configurationOf, EXAMPLE, MINIMAL } from './valid-files.ts';

describe('a valid file', () => {
  test('the example is valid, with the code-storage limit alone too', () => {
    expect(faultsOf(EXAMPLE)).toBe('no fault');
    expect(parseConfiguration(EXAMPLE, LIMITS.slice(0, 1)).ok).toBe(true);
  });

  test('what is left out has its default, and every limit a rule', () => {
    expect(configurationOf(stringify(MINIMAL))).toMatchInlineSnapshot(`
      {
        "accounts": [
          {
            "id": "222222222222",
            "name": "dev",
            "regions": [
              {
                "origin": "default",
                "region": "eu-west-1",
              },
            ],
            "rules": [
              {
                "critical": {
                  "kind": "percent",
                  "percent": 90,
                },
                "limit": "lambda-code-storage",
                "warn": {
                  "kind": "percent",
                  "percent": 80,
                },
              },
              {
                "ceiling": {
                  "amount": 1000,
                  "unit": "count",
                },
                "critical": {
                  "kind": "percent",
                  "percent": 200,
                },
                "limit": "lambda-old-versions",
                "warn": {
                  "kind": "percent",
                  "percent": 100,
                },
              },
              {
                "critical": {
                  "kind": "percent",
                  "percent": 90,
                },
                "limit": "s3-buckets",
                "warn": {
                  "kind": "percent",
                  "percent": 80,
                },
              },
            ],
            "stage": "nonprod",
          },
        ],
        "alerts": {
          "topicArn": "arn:aws:sns:eu-west-1:111111111111:alerts",
        },
        "deployment": "limits-watchdog",
        "role": {
          "externalId": "s3cret-external-id",
          "name": "limits-watchdog-read",
        },
        "tooling": {
          "account": "111111111111",
          "region": "eu-west-1",
        },
        "versions": {
          "keepBelowAlias": 1,
          "keepNewest": 3,
          "minimumAgeDays": 7,
        },
      }
    `);
  });

  test('a byte-order mark, comments, Windows line ends and a shared list are accepted', () => {
    const text = `\uFEFF# ours\n${EXAMPLE}`
      .replace('regions:\n', 'regions: &shared\n')
      .replace('[eu-west-1] #', '*shared #')
      .replaceAll('\n', '\r\n');
    expect(faultsOf(text)).toBe('no fault');
  });

  test('a list shared by two thousand accounts is no bomb', () => {
    const accounts = Array.from({ length: 2000 }, (_, at) => {
      const id = String(at).padStart(12, '0');
      return `  - { id: '${id}', name: account ${at}, stage: prod, regions: *shared }`;
    });
    const { regions: _regions, accounts: _accounts, ...rest } = MINIMAL;
    const text = `${stringify(rest)}regions: &shared [eu-west-1]\naccounts:\n${accounts.join('\n')}\n`;
    expect(configurationOf(text).accounts).toHaveLength(2000);
  });

  test('a Region that AWS has opened since is accepted when the file says so', () => {
    const file = { ...MINIMAL, regions: ['xx-new-1'], extraRegions: ['xx-new-1'] };
    expect(configurationOf(stringify(file)).accounts[0]?.regions).toEqual([
      { region: 'xx-new-1', origin: 'default' },
    ]);
  });

  test('the known Regions can be given', () => {
    const text = stringify({ ...MINIMAL, regions: ['xx-new-1'] });
    const result = parseConfiguration(text, LIMITS, { knownRegions: ['xx-new-1', 'eu-west-1'] });
    expect(result.ok).toBe(true);
  });

  test('other partitions are accepted as a whole', () => {
    const file = {
      ...MINIMAL,
      tooling: { account: '111111111111', region: 'cn-north-1' },
      alerts: { topicArn: 'arn:aws-cn:sns:cn-north-1:111111111111:alerts' },
      regions: ['cn-north-1', 'cn-northwest-1'],
    };
    expect(faultsOf(stringify(file))).toBe('no fault');
  });
});

describe('which setting counts', () => {
  const set = (percent: number) => ({ warn: percent });
  const limit = (percent: number) => ({ 's3-buckets': set(percent) });

  test.each([
    ['the default of the limit', {}, {}, 80],
    ['the file', { thresholds: set(10) }, {}, 10],
    ['a limit before the file', { thresholds: set(10), limits: limit(20) }, {}, 20],
    ['an account before a limit', { limits: limit(20) }, { thresholds: set(30) }, 30],
    [
      'a limit of an account before all',
      { thresholds: set(10), limits: limit(20) },
      { thresholds: set(30), limits: limit(40) },
      40,
    ],
  ])('%s', (_what, file, account, percent) => {
    const accounts = [{ ...MINIMAL.accounts[0], ...account }];
    const { rules } = configurationOf(stringify({ ...MINIMAL, ...file, accounts })).accounts[0]!;
    expect(rules[2]?.warn).toEqual({ kind: 'percent', percent });
    expect(rules[1]?.warn).toEqual({ kind: 'percent', percent: 100 });
  });

  test('a ceiling of an account comes before that of the file', () => {
    const ceilings = [undefined, 500].map((ceiling) => {
      const own = ceiling === undefined ? {} : { limits: { 'lambda-old-versions': { ceiling } } };
      const accounts = [{ ...MINIMAL.accounts[0], ...own }];
      const limits = { 'lambda-old-versions': { ceiling: 700 } };
      const file = { ...MINIMAL, limits, accounts };
      return configurationOf(stringify(file)).accounts[0]?.rules[1]?.ceiling?.amount;
    });
    expect(ceilings).toEqual([700, 500]);
  });
});
