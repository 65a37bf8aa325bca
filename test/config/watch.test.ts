import { describe, expect, it, test } from 'vitest';

import { accountsOf } from '../../src/accounts/select.ts';
import { parseConfiguration } from '../../src/config/parse.ts';
import { accountId } from '../../src/model/aws-ids.ts';
import type { ConfigurationFile } from '../../src/model/configuration.ts';
import { LIMIT_SETS, QUOTAS_SET } from '../../src/model/limit-choice/sets.ts';
import type { LimitDefinition } from '../../src/model/limit.ts';
import { limitId } from '../../src/model/limit.ts';
import { describeFaults } from '../../src/config/faults.ts';
import { changed } from './broken-files.ts';
import { LIMITS } from './limits.ts';

const optional = (id: string, set: LimitDefinition['set']): LimitDefinition => ({
  id: limitId(id),
  title: id,
  unit: 'count',
  noun: 'things',
  scope: 'account',
  source: { kind: 'quota', increase: 'possible' },
  defaults: {
    warn: { kind: 'percent', percent: 80 },
    critical: { kind: 'percent', percent: 90 },
  },
  ...(set !== undefined && { set }),
});

/** Three limits that are always watched, and three limits of two sets. */
const ALL = [
  ...LIMITS,
  optional('iam-roles', 'iam'),
  optional('iam-policies', 'iam'),
  optional('log-things', 'logs'),
];

const parse = (text: string) => parseConfiguration(text, ALL);

function read(...lines: readonly string[]): ConfigurationFile {
  const result = parse(changed(['', lines.join('\n')]));
  if (!result.ok) throw new Error(describeFaults(result.faults, 'watchdog.yml'));
  return result.configuration;
}

const faultsOf = (...lines: readonly string[]): string => {
  const result = parse(changed(['', lines.join('\n')]));
  return result.ok ? 'no fault' : describeFaults(result.faults, 'watchdog.yml');
};

/** Returns the limits of sets that each account watches. */
function chosenIn({ accounts }: Pick<ConfigurationFile, 'accounts'>) {
  const further = ALL.filter(({ set }) => set !== undefined).map(({ id }) => id);
  return Object.fromEntries(
    accounts.map(({ name, rules }) => [
      name,
      rules.map(({ limit }) => limit).filter((limit) => further.includes(limit)),
    ]),
  );
}

describe('the limits that are watched', () => {
  test.each<[string, string, readonly string[], readonly string[]]>([
    ['no further limit unless it is named', 'watch: []', [], []],
    ['a set', 'watch: [{ limits: [logs] }]', ['log-things'], ['log-things']],
    ['a limit by its id', 'watch: [{ limits: [iam-roles] }]', ['iam-roles'], ['iam-roles']],
    [
      'all',
      'watch: [{ limits: [all] }]',
      ['iam-roles', 'iam-policies', 'log-things'],
      ['iam-roles', 'iam-policies', 'log-things'],
    ],
    [
      'a set in one stage, and a limit of it everywhere',
      'watch: [{ limits: [iam], stages: [prod] }, { limits: [iam-roles] }]',
      ['iam-roles'],
      ['iam-roles', 'iam-policies'],
    ],
    ['a set in one account', "watch: [{ limits: [logs], accounts: ['d*'] }]", ['log-things'], []],
    [
      'only where account and stage fit',
      'watch: [{ limits: [logs], accounts: [dev, prod], stages: [prod] }]',
      [],
      ['log-things'],
    ],
  ])('are those that are always watched, and %s', (_, line, dev, prod) => {
    const file = read(line);
    expect(chosenIn(file)).toEqual({ dev, prod });
    const always = LIMITS.map(({ id }) => id);
    for (const { rules } of file.accounts) {
      expect(rules.map(({ limit }) => limit)).toEqual(expect.arrayContaining(always));
    }
  });

  it('are chosen for accounts that rules find when their name and stage are known', () => {
    const rules =
      'accounts: { organizations: { include: [{ ous: [/Workloads] }], stage: { tag: stage, prod: [prod], nonprod: [dev] } } }';
    const parsed = parse(
      changed([
        "accounts:\n  - { id: '222222222222', name: dev, stage: nonprod }\n  - { id: '333333333333', name: prod, stage: prod }\n",
        `${rules}\nwatch: [{ limits: [iam], stages: [prod] }, { limits: [logs], accounts: [shop] }]\n`,
      ]),
    );
    if (!parsed.ok || parsed.configuration.discovery === undefined) throw new Error('a fault');
    const found = [
      { id: accountId('444444444444'), name: 'shop', stage: 'prod' } as const,
      { id: accountId('555555555555'), name: 'lab', stage: 'nonprod' } as const,
    ];
    const accounts = accountsOf([], found, parsed.configuration.discovery);
    expect(chosenIn({ accounts })).toEqual({
      shop: ['iam-roles', 'iam-policies', 'log-things'],
      lab: [],
    });
  });

  it('have metrics of their own only where they are named', () => {
    expect(read('watch: [{ limits: [all] }]').metrics).toEqual({ perRegion: false });
    const named = read('watch: [{ limits: [all] }]', 'metrics: { limits: [logs, iam-roles] }');
    expect(named.metrics.limits).toEqual(['iam-roles', 'log-things']);
    // What is not watched has nothing to show.
    expect(read('watch: [{ limits: [iam] }]', 'metrics: { limits: [all] }').metrics.limits).toEqual(
      ['iam-roles', 'iam-policies'],
    );
  });

  test.each([
    ['an unknown name', 'watch: [{ limits: [iam-role] }]'],
    ['a limit that is always watched', 'watch: [{ limits: [s3-buckets] }]'],
    ['nothing', 'watch: [{ stages: [prod] }]'],
    ['an empty list', 'watch: [{ limits: [] }]'],
    ['an unknown account', 'watch: [{ limits: [iam], accounts: [dve] }]'],
    ['a stage that no account has', 'watch: [{ limits: [iam], accounts: [dev], stages: [prod] }]'],
    ['a misspelt key', 'watch: [{ limit: [iam] }]'],
    ['thresholds of a limit that is not watched', 'limits: { iam-roles: { warn: 50 } }'],
    [
      'an exception for a limit that is not watched',
      'exceptions: [{ limit: iam-roles, accounts: [dev], leaveOut: true, owner: us, reason: no }]',
    ],
    ['a metric of what is not watched', 'metrics: { limits: [logs] }'],
  ])('are not %s', (_, line) => {
    // Whatever sets there are by now.
    const named = Object.keys(LIMIT_SETS).filter((set) => set !== QUOTAS_SET);
    const sets = named.join(', ');
    expect(faultsOf(line).replace(sets, 'the sets')).toMatchSnapshot();
  });

  it('may be left out of one account, but not the last of them', () => {
    const out = (limit: string) =>
      `  - { limit: ${limit}, accounts: [dev], leaveOut: true, owner: us, reason: no }`;
    const always = LIMITS.map(({ id }) => out(id));
    expect(
      faultsOf('watch: [{ limits: [logs], stages: [nonprod] }]', 'exceptions:', ...always),
    ).toBe('no fault');
    expect(faultsOf('watch: [{ limits: [logs], stages: [prod] }]', 'exceptions:', ...always)).toBe(
      'watchdog.yml:12: exceptions[2]: leaves nothing to watch in "dev"; remove the account instead',
    );
  });
});
