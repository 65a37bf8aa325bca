import { describe, expect, test } from 'vitest';
import { parseConfiguration } from '../../src/config/parse.ts';
import { changed, faultsOf } from './broken-files.ts';
import { LIMITS } from './limits.ts';

const LISTED = `accounts:
  - { id: '222222222222', name: dev, stage: nonprod }
  - { id: '333333333333', name: prod, stage: prod }
`;

/** Returns the valid file with discovery rules in place of its accounts, from line 6. */
function withRules(lines: string): string {
  return changed([LISTED, `accounts:\n${lines.replaceAll(/^/gm, '  ')}\n`]);
}

const GOOD = `organizations:
  role: arn:aws:iam::999999999999:role/limits-watchdog-list
  include:
    - ous: [/Workloads]
    - { accounts: ['lab-*', '444444444444'], tags: { team: [payments, 'web-*'] } }
  exclude:
    - tags: { 'limits-watchdog*': ['off'] }
  stage: { tag: environment, prod: [prod, production], nonprod: [dev, 'test-*'] }
  nameMisleads: ['555555555555']
listed:
  - { id: '222222222222', name: dev, stage: nonprod, regions: [us-east-1], thresholds: { warn: 70 } }`;

describe('discovered accounts', () => {
  test('a file with every key has no fault, and resolves to rules', () => {
    const result = parseConfiguration(withRules(GOOD), LIMITS);
    expect(result).toMatchObject({ ok: true });
    if (!result.ok) return;
    expect(result.configuration.accounts).toMatchObject([{ id: '222222222222', name: 'dev' }]);
    const { each, ...rules } = result.configuration.discovery ?? { each: undefined };
    expect(rules).toEqual({
      listingRole: 'arn:aws:iam::999999999999:role/limits-watchdog-list',
      include: [
        { ous: ['/Workloads'], accounts: [], tags: [] },
        {
          ous: [],
          accounts: ['lab-*', '444444444444'],
          tags: [{ key: 'team', values: ['payments', 'web-*'] }],
        },
      ],
      exclude: [{ ous: [], accounts: [], tags: [{ key: 'limits-watchdog*', values: ['off'] }] }],
      stage: {
        by: 'tag',
        tag: 'environment',
        prod: ['prod', 'production'],
        nonprod: ['dev', 'test-*'],
      },
      nameMisleads: ['555555555555'],
    });
    // As the file says, not as its listed account does.
    expect(each?.regions.map(({ region }) => region)).toEqual(['eu-west-1', 'us-east-1']);
    expect(each?.rules[0]).toMatchObject({ warn: { percent: 80 } });
    expect(each?.prune).toEqual({
      nameMisleads: false,
      liftsCap: false,
      allowsFewer: false,
      allowsLayers: false,
    });
  });

  test('without any rule, every account is watched and none can be pruned', () => {
    expect(faultsOf(withRules('organizations: {}'))).toBe('no fault');
  });

  test.each([
    ['a key that is not known', 'organizations: { includes: [] }'],
    ['rules beside a list', 'organizations: {}\naccount: []'],
    ['no organizations', 'listed: []'],
    ['a path without a slash', 'organizations: { include: [{ ous: [Workloads] }] }'],
    ['a rule that names nothing', 'organizations: { include: [{}], exclude: [{ tags: {} }] }'],
    ['a role that is none', 'organizations: { role: limits-watchdog-list }'],
    [
      'a role of another partition',
      "organizations: { role: 'arn:aws-cn:iam::999999999999:role/list' }",
    ],
    ['tags that are a list', 'organizations: { include: [{ tags: [team] }] }'],
    ['a value that is no list', 'organizations: { include: [{ tags: { team: payments } }] }'],
    ['a stage without nonprod', 'organizations: { stage: { tag: env, prod: [prod] } }'],
    ['OUs as values without a tag', 'organizations: { stage: { prod: [prod], nonprod: [/Dev] } }'],
    [
      'everything else nonprod, by tag',
      "organizations: { stage: { tag: env, prod: [prod], nonprod: ['*'] } }",
    ],
    [
      'everything else nonprod, by OU',
      'organizations: { stage: { prod: [/Prod], nonprod: [/, /*] } }',
    ],
    [
      'one value for both stages',
      'organizations: { stage: { tag: env, prod: [a], nonprod: [b, a] } }',
    ],
    [
      'a misspelled name of what says that names mislead',
      "organizations: { nameMislead: ['444444444444'] }",
    ],
    [
      'misleading names by name or number, and not by id',
      "organizations: { nameMisleads: [live-demo, 444444444444, '*'] }",
    ],
    [
      'a misleading name of an account that is listed',
      "organizations: { nameMisleads: ['222222222222'] }\nlisted: [{ id: '222222222222', name: live, stage: nonprod }]",
    ],
    [
      'a fault in a listed account',
      'organizations: {}\nlisted:\n  - { id: 2, name: dev, stage: nonprod }',
    ],
    [
      'thresholds of a listed account in the wrong order',
      "organizations: {}\nlisted:\n  - { id: '222222222222', name: dev, stage: prod, thresholds: { warn: 95 } }",
    ],
  ])('%s', (_, lines) => {
    expect(faultsOf(withRules(lines))).toMatchSnapshot();
  });

  test('no Region at the top of the file', () => {
    const file = withRules('organizations: {}').replace('regions: [eu-west-1, us-east-1]\n', '');
    expect(faultsOf(file)).toMatchSnapshot();
  });

  test('a state key that is the key of the list of accounts', () => {
    const file = `${withRules('organizations: {}')}state: { key: limits-watchdog/accounts.json }\n`;
    expect(faultsOf(file)).toMatchSnapshot();
  });

  test('globs of routes and mutes may name accounts that are not known yet', () => {
    const topic = 'arn:aws:sns:eu-west-1:111111111111:alerts';
    const file = withRules('organizations: {}').replace(
      `alerts: { topicArn: '${topic}' }`,
      `alerts: { topicArn: '${topic}', routes: [{ name: shop, accounts: ['shop-*'], stages: [unstaged], topicArn: '${topic}' }] }`,
    );
    expect(faultsOf(file)).toBe('no fault');
  });
});
