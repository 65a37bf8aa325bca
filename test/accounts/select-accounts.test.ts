import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { encodeAccountList, parseAccountList } from '../../src/accounts/list.ts';
import { guessStage } from '../../src/setup/guess-stage.ts';
import { accountRefusals } from '../../src/prune/plan/guard-account.ts';
import { matchesOu } from '../../src/accounts/select.ts';
import { accountsOf, listingNeeds, needsTags, selectAccounts } from '../../src/accounts/select.ts';
import { accountId } from '../../src/model/aws-ids.ts';
import type {
  AccountRule,
  Discovery,
  OrganisationAccount,
  StageRule,
} from '../../src/model/discovery.ts';
import { instant } from '../../src/model/time.ts';

const NOW = instant(Date.parse('2026-11-22T06:00:00Z'));
const EACH = {
  regions: [],
  rules: [],
  prune: { nameMisleads: false, liftsCap: false, allowsFewer: false, allowsLayers: false },
};

function account(more: Partial<OrganisationAccount> = {}): OrganisationAccount {
  return {
    id: accountId('222222222222'),
    name: 'dev',
    state: 'ACTIVE',
    ous: [],
    tags: {},
    ...more,
  };
}

function rule(more: Partial<AccountRule>): AccountRule {
  return { ous: [], accounts: [], tags: [], ...more };
}

function rules(more: Partial<Discovery> = {}): Discovery {
  return { include: [], exclude: [], each: EACH, ...more };
}

function stageOf(one: OrganisationAccount, stage?: StageRule): string | undefined {
  const { list } = selectAccounts([one], rules(stage && { stage }), [], NOW);
  return list.accounts[0]?.stage;
}

describe('the path of an OU', () => {
  it.each([
    [['Workloads', 'Dev'], '/', true],
    [['Workloads', 'Dev'], '/Workloads', true],
    [['Workloads', 'Dev'], '/Workloads/Dev', true],
    [['Workloads', 'Dev'], '/Workloads/*', true],
    [['Workloads', 'Dev', 'Team'], '/Workloads/Dev', true],
    [['Workloads'], '/Workloads/*', false],
    [['Workloads', 'Development'], '/Workloads/Dev', false],
    [['Workloads', 'Prod'], '/*/Dev', false],
    [['Other', 'Workloads', 'Dev'], '/Workloads', false],
    // One name that contains a slash, and a wildcard that matches exactly one name.
    [['Workloads/Dev'], '/Workloads/Dev', false],
    [['Workloads', 'Prod', 'Dev'], '/Workloads/*/Dev', true],
    [['Workloads', 'Dev'], '/Work*', true],
    [['*'], '/Dev', false],
    [[], '/', true],
    [[], '/Dev', false],
    [undefined, '/', false],
  ])('%j in %s: %s', (ous, path, expected) => {
    expect(matchesOu(ous, path)).toBe(expected);
  });
});

describe('the stage of a discovered account', () => {
  const byTag: StageRule = {
    by: 'tag',
    tag: 'environment',
    prod: ['prod*'],
    nonprod: ['dev', '*test'],
  };
  it.each([
    [{ environment: 'production' }, 'prod'],
    [{ environment: 'dev' }, 'nonprod'],
    // Both fit.
    [{ environment: 'prod-test' }, 'prod'],
    [{ environment: 'Dev' }, 'unstaged'],
    [{ environment: '' }, 'unstaged'],
    [{ Environment: 'dev' }, 'unstaged'],
    [{}, 'unstaged'],
    [undefined, 'unstaged'],
    [{ constructor: 'dev' }, 'unstaged'],
  ])('%j is %s', (tags, expected) => {
    const { tags: _none, ...bare } = account();
    expect(stageOf(tags === undefined ? bare : account({ tags }), byTag)).toBe(expected);
  });

  it('is unstaged without a stage rule, and when the OUs of the account are not known', () => {
    expect(stageOf(account())).toBe('unstaged');
    const { ous: _none, ...bare } = account();
    expect(stageOf(bare, { by: 'ou', prod: ['/Prod'], nonprod: ['/Dev'] })).toBe('unstaged');
  });

  it('is nonprod only when the tag of the account matches', () => {
    const text = fc.constantFrom('prod', 'dev', 'Dev', 'test', 'x', '', 'dev ', '*');
    fc.assert(
      fc.property(
        fc.option(fc.dictionary(fc.constantFrom('environment', 'env', 'stage'), text), {
          nil: undefined,
        }),
        fc.uniqueArray(text, { minLength: 1 }),
        (tags, nonprod) => {
          const exact = nonprod.filter((glob) => !/^[*?]*$/.test(glob));
          const { tags: _none, ...bare } = account();
          const one = tags === undefined ? bare : account({ tags });
          const stage = stageOf(one, {
            by: 'tag',
            tag: 'environment',
            prod: ['prod'],
            nonprod: exact,
          });
          expect(stage === 'nonprod').toBe(
            exact.some((glob) => glob === tags?.['environment'] && glob !== 'prod'),
          );
        },
      ),
    );
  });

  it('permits pruning only when it is nonprod', () => {
    const refusals = (['prod', 'nonprod', 'unstaged'] as const).map((stage) =>
      accountRefusals({
        account: { id: accountId('222222222222'), name: 'dev', stage },
        nameMisleads: false,
        liftsCap: false,
        allowsFewer: false,
        allowsLayers: false,
      }).map(({ code }) => code),
    );
    expect(refusals).toEqual([['stage-not-nonprod'], [], ['stage-not-nonprod']]);
  });
});

describe('selecting accounts', () => {
  it.each<[string, Partial<Discovery>, Partial<OrganisationAccount>, boolean]>([
    ['all without rules', {}, {}, true],
    ['by name', { include: [rule({ accounts: ['d*'] })] }, {}, true],
    ['by id', { include: [rule({ accounts: ['222222222222'] })] }, {}, true],
    ['not by another name', { include: [rule({ accounts: ['prod'] })] }, {}, false],
    [
      'all parts of a rule',
      { include: [rule({ accounts: ['dev'], ous: ['/Dev'] })] },
      { ous: ['Prod'] },
      false,
    ],
    [
      'one of several rules',
      { include: [rule({ accounts: ['x'] }), rule({ ous: ['/Dev'] })] },
      { ous: ['Dev'] },
      true,
    ],
    [
      'not what is excluded',
      { exclude: [rule({ tags: [{ key: 'wat*', values: ['off'] }] })] },
      { tags: { watch: 'off' } },
      false,
    ],
    [
      'not with another value',
      { include: [rule({ tags: [{ key: 'team', values: ['a*'] }] })] },
      { tags: { team: 'b' } },
      false,
    ],
    ['only active ones', {}, { state: 'SUSPENDED' }, false],
    [
      'only active ones, whatever other states there will be',
      {},
      { state: 'SOMETHING_NEW' },
      false,
    ],
  ])('%s', (_, some, more, expected) => {
    const { list } = selectAccounts([account(more)], rules(some), [], NOW);
    expect(list.accounts.length === 1).toBe(expected);
  });

  it('returns why other accounts are not watched, and lists inactive ones as left out', () => {
    const found = selectAccounts(
      [
        account({ id: accountId('111111111111'), name: 'closed', state: 'CLOSED' }),
        account({ id: accountId('333333333333'), name: 'other' }),
        account(),
      ],
      rules({ exclude: [rule({ accounts: ['other'] })] }),
      [],
      NOW,
    );
    expect(found.unselected).toEqual({
      '111111111111': 'account not active',
      '333333333333': 'account no longer selected',
    });
    expect(found.list.leftOut).toEqual([{ id: '111111111111', name: 'closed', state: 'CLOSED' }]);
  });

  it('gives each account a unique name that can be typed', () => {
    const names = ['dev', 'DEV', ' ', 'a\nb', '333333333333', 'x'.repeat(80)];
    const organisation = names.map((name, at) =>
      account({ id: accountId(String(400_000_000_000 + at)), name }),
    );
    const { list } = selectAccounts(organisation, rules(), [], NOW);
    expect(list.accounts.map(({ name }) => name)).toEqual([
      'dev 400000000000',
      'DEV 400000000001',
      '400000000002',
      'a?b',
      '333333333333 400000000004',
      'x'.repeat(50),
    ]);
  });

  it('needs tags only of accounts for which they can change the result', () => {
    const discovery = rules({
      include: [rule({ ous: ['/Workloads'], tags: [{ key: 'team', values: ['a'] }] })],
      exclude: [rule({ accounts: ['skip'] })],
    });
    const inside = account({ ous: ['Workloads'] });
    const listed = [{ id: accountId('999999999999'), name: 'own' }];
    expect(listingNeeds(discovery)).toEqual({ ous: true, tags: true });
    expect(listingNeeds(rules())).toEqual({ ous: false, tags: false });
    const asked = [
      inside,
      { ...inside, name: 'skip' },
      { ...inside, ous: ['Other'] },
      { ...inside, state: 'SUSPENDED' },
      { ...inside, id: accountId('999999999999') },
    ].map((one) => needsTags(one, discovery, listed));
    expect(asked).toEqual([true, false, false, false, false]);
  });

  it('gives a list that is read back unchanged, while other documents are rejected', () => {
    const stage = fc.constantFrom('prod', 'nonprod', 'unstaged');
    const id = fc.stringMatching(/^\d{12}$/).map(accountId);
    const named = fc.record({ id, name: fc.string() });
    fc.assert(
      fc.property(
        fc.record({
          listedAt: fc.integer({ min: 0, max: 4e12 }).map(instant),
          rules: fc.string(),
          accounts: fc.uniqueArray(fc.record({ id, name: fc.string(), stage }), {
            selector: (one) => one.id,
          }),
          leftOut: fc.array(named.map((one) => ({ ...one, state: 'SUSPENDED' }))),
        }),
        (list) => {
          const text = encodeAccountList(list, 'one');
          expect(parseAccountList(text, 'one')).toEqual({ kind: 'found', list });
          expect(parseAccountList(text, 'two').kind).toBe('not-understood');
          expect(parseAccountList(text.slice(0, -1), 'one').kind).toBe('not-understood');
        },
      ),
    );
    const twice = JSON.stringify({
      kind: 'limits-watchdog/accounts',
      version: 1,
      deployment: 'one',
      listedAt: 0,
      rules: '',
      accounts: [
        { id: '222222222222', name: 'a', stage: 'nonprod' },
        { id: '222222222222', name: 'a', stage: 'prod' },
      ],
      leftOut: [],
    });
    expect(parseAccountList(twice, 'one')).toMatchObject({ problem: 'holds an account twice' });
  });
});

describe('a discovered account whose name misleads', () => {
  it('is only the account whose id the configuration lists', () => {
    const found = ['222222222222', '333333333333'].map((id) => ({
      id: accountId(id),
      name: 'prod',
      stage: 'nonprod' as const,
    }));
    const named = { each: EACH, nameMisleads: [accountId('333333333333')] };
    const misleads = (rules: Pick<Discovery, 'each' | 'nameMisleads'>) =>
      accountsOf([], found, rules).map(({ prune }) => prune.nameMisleads);
    expect(misleads(named)).toEqual([false, true]);
    expect(misleads({ each: EACH })).toEqual([false, false]);
  });
});

describe('guessing a stage', () => {
  it.each<[Partial<OrganisationAccount>, string | undefined]>([
    [{ name: 'shop-prod', ous: ['Dev'] }, 'prod'],
    [{ name: 'dev', tags: { env: 'live' } }, 'prod'],
    [{ name: 'shop', ous: ['Workloads', 'Dev'] }, 'nonprod'],
    [{ name: 'shop', tags: { Stage: 'qa' } }, 'nonprod'],
    [{ name: 'shop', tags: { owner: 'dev' } }, undefined],
    [{ name: 'ShopProd2' }, 'prod'],
    [{ name: 'non-prod' }, 'nonprod'],
    [{ name: 'PreProd' }, 'nonprod'],
    [{ name: 'preprod2' }, 'nonprod'],
    [{ name: 'dev3' }, 'nonprod'],
    // One OU below another turns nothing around.
    [{ name: 'shop', ous: ['Pre', 'Prod'] }, 'prod'],
    [{ name: 'developers' }, undefined],
    [{ name: '' }, undefined],
  ])('of %j is %s', (more, expected) => {
    expect(guessStage(account(more))?.stage).toBe(expected);
  });
});
