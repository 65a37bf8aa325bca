import { describe, expect, it } from 'vitest';

import { unusedRules } from '../../src/accounts/unused-rules.ts';
import { accountId } from '../../src/model/aws-ids.ts';
import type { AccountRule, Discovery, OrganisationAccount } from '../../src/model/discovery.ts';

const DEV = accountId('222222222222');
const SHOP = accountId('555555555555');
const OLD = accountId('888888888888');

const ORGANISATION: readonly OrganisationAccount[] = [
  {
    id: DEV,
    name: 'dev',
    state: 'ACTIVE',
    ous: ['Workloads', 'Dev'],
    tags: { environment: 'dev', team: 'pay' },
  },
  {
    id: SHOP,
    name: 'shop',
    state: 'ACTIVE',
    ous: ['Workloads', 'Production'],
    tags: { environment: 'production' },
  },
  // Its tags are not read, as it is never watched.
  { id: OLD, name: 'old', state: 'SUSPENDED', ous: ['Graveyard'] },
];

function rule(more: Partial<AccountRule>): AccountRule {
  return { ous: [], accounts: [], tags: [], ...more };
}
const tag = (key: string, ...values: string[]) => rule({ tags: [{ key, values }] });

function problemsOf(
  rules: Partial<Pick<Discovery, 'include' | 'exclude' | 'stage'>>,
  organisation = ORGANISATION,
  listed: readonly (typeof DEV)[] = [],
): readonly string[] {
  return unusedRules(
    organisation,
    { include: [], exclude: [], ...rules },
    listed.map((id) => ({ id })),
  ).map(({ problem }) => problem.replace(' fits no account of the organisation', ''));
}

describe('a rule that matches no account is a problem', () => {
  it.each<[string, Parameters<typeof problemsOf>[0], readonly string[]]>([
    [
      'an OU',
      { include: [rule({ ous: ['/Workloads/Dev'] }), rule({ ous: ['/Workloads/Prod'] })] },
      ['the include rule (OUs /Workloads/Prod)'],
    ],
    [
      'one OU of several',
      { include: [rule({ ous: ['/Workloads/Dev', '/Workloads/Prod'] })] },
      ['the OU /Workloads/Prod of the include rules'],
    ],
    [
      'an account of several',
      { exclude: [rule({ accounts: ['dev', 'shopp', 'x-*'] })] },
      ['the account shopp of the exclude rules'],
    ],
    [
      'a misspelled tag',
      { include: [tag('envrionment', 'prod')] },
      ['the include rule (tag envrionment: prod)'],
    ],
    ['a value of a tag', { exclude: [tag('team', 'ops')] }, ['the exclude rule (tag team: ops)']],
    [
      'parts that fit different accounts',
      { include: [rule({ ous: ['/Workloads/Production'], accounts: ['dev'] })] },
      ['the include rule (OUs /Workloads/Production; accounts dev)'],
    ],
    [
      'a stage by OU, each path',
      {
        stage: {
          by: 'ou',
          prod: ['/Workloads/Production', '/Shops'],
          nonprod: ['/Workloads/Development'],
        },
      },
      [
        'the stage rule for prod (OU /Shops)',
        'the stage rule for nonprod (OU /Workloads/Development)',
      ],
    ],
    [
      'a stage by tag, when none of its values fits',
      { stage: { by: 'tag', tag: 'environment', prod: ['prd', 'prod'], nonprod: ['dev', 'test'] } },
      ['the stage rule for prod (tag environment prd, prod)'],
    ],
  ])('%s', (_what, rules, problems) => {
    expect(problemsOf(rules)).toEqual(problems);
  });
});

describe('a rule is no problem', () => {
  it('while it matches an account, even an inactive one', () => {
    const include = [rule({ ous: ['/Workloads'] }), tag('team', 'p*')];
    expect(problemsOf({ include, exclude: [rule({ ous: ['/Graveyard'] })] })).toEqual([]);
  });

  it('when the tags that it needs were not read', () => {
    const unread = ORGANISATION.map(({ tags: _tags, ...one }) => one);
    expect(problemsOf({ exclude: [tag('watch', 'off')] }, unread)).toEqual([]);
    expect(problemsOf({ include: [tag('watch', 'on')] }, unread, [DEV])).toEqual([]);
  });
});
