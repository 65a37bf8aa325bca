import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { catalogue } from '../../src/limits/catalogue.ts';
import { describeFaults } from '../../src/config/faults.ts';
import { parseConfiguration } from '../../src/config/parse.ts';
import { faultsOf } from './broken-files.ts';
import { LIMITS } from './limits.ts';
import {
  configurationOf,
  EXAMPLE,
  EXAMPLE_AS_IT_IS,
  FULL_EXAMPLE,
  MINIMAL,
} from './valid-files.ts';

describe('a valid file', () => {
  test.each([
    ['as it is', EXAMPLE],
    ['with its comments as settings', FULL_EXAMPLE],
  ])('the example is valid for the limits that are watched, %s', (_what, text) => {
    const definitions = catalogue.map(({ definition }) => definition);
    const result = parseConfiguration(text, definitions);
    expect(result.ok ? '' : describeFaults(result.faults, 'watchdog.yml')).toBe('');
    const { limits } = parse(text) as { limits: object };
    expect(Object.keys(limits)).toEqual(definitions.map(({ id }) => id));
  });

  test('the example is refused for its external id alone', () => {
    expect(faultsOf(EXAMPLE_AS_IT_IS)).toBe(
      'watchdog.yml:19: role.externalId: is the placeholder of an example, which anybody can read; give one of your own, such as the command init makes',
    );
  });

  test('a file may be of any size', () => {
    const large = `${EXAMPLE}${'# so many accounts need words\n'.repeat(100_000)}`;
    expect(configurationOf(large)).toEqual(configurationOf(EXAMPLE));
  });

  test('the example with its comments as settings is valid', () => {
    const { alerts, ...rest } = configurationOf(FULL_EXAMPLE);
    expect(alerts).toMatchObject({
      chatTopicArn: expect.stringContaining('chat'),
      eventBusArn: 'arn:aws:events:eu-west-1:111111111111:event-bus/alerts',
      routes: [{ name: 'production', stages: ['prod'] }],
      mutes: [{ owner: 'platform-team', until: Date.parse('2026-12-25T00:00:00Z') }],
    });
    expect(rest.state.bucket).toBe('limits-watchdog-state-111111111111');
    expect(rest.versions.keepFunctions).toEqual(['legacy-*']);
  });

  test('single settings in the comments of the example are the defaults', () => {
    const shown = configurationOf(FULL_EXAMPLE);
    const { alerts, readStorageMode, metrics } = configurationOf(EXAMPLE);
    const {
      chatTopicArn: _chat,
      eventBusArn: _bus,
      emails: _emails,
      routes: _routes,
      mutes: _mutes,
      runbook: _runbook,
      ...settings
    } = shown.alerts;
    expect(alerts).toEqual({ ...settings, emails: [], routes: [], mutes: [] });
    expect([shown.readStorageMode, shown.metrics]).toEqual([readStorageMode, metrics]);
  });

  test('a byte-order mark, comments, Windows line ends and a shared list are accepted', () => {
    const text = `\uFEFF# ours\n${EXAMPLE}`
      .replace('regions:\n', 'regions: &shared\n')
      .replace('[eu-west-1] #', '*shared #')
      .replaceAll('\n', '\r\n');
    expect(faultsOf(text)).toBe('no fault');
  });

  test('a list that two thousand accounts share is accepted', () => {
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
    const result = parseConfiguration(text, LIMITS, ['xx-new-1', 'eu-west-1']);
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

describe('alerts', () => {
  const TOPIC = 'arn:aws:sns:eu-west-1:111111111111:';
  const settingsOf = (alerts: object) => {
    const file = { ...MINIMAL, alerts: { ...MINIMAL.alerts, ...alerts } };
    return configurationOf(stringify(file)).alerts;
  };

  test('all settings resolve, days to hours', () => {
    const settings = {
      emails: ['ops@example.com'],
      chatTopicArn: `${TOPIC}chat`,
      remind: { criticalHours: 720, warnDays: 90 },
      clearPoints: 0.5,
      forecastDays: 365,
    };
    expect(settingsOf(settings)).toEqual({
      topicArn: `${TOPIC}alerts`,
      emails: ['ops@example.com'],
      chatTopicArn: `${TOPIC}chat`,
      remindCriticalHours: 720,
      remindWarnHours: 2160,
      clearPoints: 0.5,
      forecastDays: 365,
      routes: [],
      mutes: [],
    });
  });

  test('a reminder that is not set has its default', () => {
    const { remindCriticalHours, remindWarnHours } = settingsOf({ remind: { warnDays: 1 } });
    expect([remindCriticalHours, remindWarnHours]).toEqual([24, 24]);
  });

  test('a list that a route or mute leaves out means all', () => {
    const { routes, mutes } = settingsOf({
      routes: [{ name: 'dev', accounts: ['d?v'], topicArn: `${TOPIC}dev` }],
      mutes: [{ limits: ['s3-*'], until: '2026-12-24', owner: 'ops', reason: 'being cleaned' }],
    });
    expect(routes).toEqual([
      { name: 'dev', accounts: ['d?v'], stages: [], limits: [], topicArn: `${TOPIC}dev` },
    ]);
    expect(mutes).toEqual([
      {
        accounts: [],
        regions: [],
        limits: ['s3-*'],
        until: Date.parse('2026-12-25T00:00:00Z'),
        owner: 'ops',
        reason: 'being cleaned',
      },
    ]);
  });

  test('an unquoted date is a date', () => {
    const text = stringify(MINIMAL).replace(
      'alerts:\n',
      'alerts:\n  mutes:\n    - { limits: [s3-buckets], until: 2026-02-28, owner: ops, reason: x }\n',
    );
    expect(configurationOf(text).alerts.mutes[0]?.until).toBe(Date.parse('2026-03-01T00:00:00Z'));
  });
});

describe('the name of the deployment', () => {
  test('gives the default bucket and key of the state', () => {
    const file = { ...MINIMAL, deployment: 'limits-eu' };
    expect(configurationOf(stringify(file)).state).toEqual({
      bucket: 'limits-eu-state-111111111111-eu-west-1',
      key: 'limits-eu/state.json',
    });
  });

  test('is not used when the bucket and key are set', () => {
    const state = { bucket: 'my.state-bucket', key: 'a/b_c.json' };
    const file = { ...MINIMAL, deployment: 'Limits', state };
    expect(configurationOf(stringify(file)).state).toEqual(state);
  });
});

describe('the precedence of settings', () => {
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
