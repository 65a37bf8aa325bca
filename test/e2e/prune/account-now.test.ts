import { describe, expect, it } from 'vitest';

import { ACCOUNT_ACTIONS, LIST_TAGS } from '../../../src/accounts/organizations.ts';
import { accountId, region } from '../../../src/model/aws-ids.ts';
import { delegationPolicy } from '../../../src/setup/listing-commands.ts';
import { expectDenied } from '../../sandbox/expected.ts';
import type { FaultEffect } from '../../sandbox/faults.ts';
import type { MemberWorld, OrganizationWorld } from '../../sandbox/world/organization.ts';
import {
  discovering,
  LISTING_ROLE,
  listingAccount,
  listText,
  organizationWith,
  ouRulesText,
  RULES,
} from './discovered-accounts.ts';
import { deletedArns, storedPlan } from './harness.ts';
import type { Pruning } from './run-prune.ts';
import { DEV, TOOLING } from './run-prune.ts';

const LIST = listText('nonprod');
const TAGGED_PROD: Partial<MemberWorld> = { tags: { environment: 'prod' } };

/** Changes of the organisation after the account list was written, each with the code of the refusal. */
const SINCE: readonly (readonly [string, OrganizationWorld, string])[] = [
  ['was tagged prod', organizationWith(TAGGED_PROD), 'stage-not-nonprod'],
  ['has no tag any more', organizationWith({ tags: {} }), 'stage-not-nonprod'],
  [
    'was renamed to a name of production',
    organizationWith({ name: 'AcmeProd' }),
    'name-says-production',
  ],
  ['is being closed', organizationWith({ state: 'PENDING_CLOSURE' }), 'account-not-selected'],
  [
    'left the organisation',
    { ...organizationWith(), members: organizationWith().members.filter(({ id }) => id !== DEV) },
    'account-not-selected',
  ],
  [
    'is in an organisation that may no longer be asked',
    organizationWith({}, { delegatedAdministrators: [] }),
    'organisation-not-read',
  ],
];

/** Returns the organisation with the documented delegation policy as the only permission to list accounts. */
function delegating(dev: Partial<MemberWorld> = {}, without?: string): OrganizationWorld {
  const tooling = { account: accountId(TOOLING), region: region('eu-west-1') };
  const { Statement, ...rest } = delegationPolicy({ deployment: 'limits-watchdog', tooling });
  const [statement] = Statement.map((one) => ({
    ...one,
    Action: one.Action.filter((action) => action !== without),
  }));
  return organizationWith(dev, {
    delegatedAdministrators: [],
    delegationPolicy: { ...rest, Statement: [statement] },
  });
}

function codesOf(answer: object): readonly string[] {
  return 'refusals' in answer && Array.isArray(answer.refusals)
    ? answer.refusals.map(({ code }: { readonly code: string }) => code)
    : [];
}

function asks({ sandbox }: Pruning): readonly string[] {
  return sandbox.calls.list({ service: 'organizations' }).map(({ operation }) => operation);
}

describe('a discovered account is read again now, whatever the stored list says', () => {
  it.each(SINCE)('no plan is created for an account that %s', async (_, organization, code) => {
    const pruning = discovering({ list: LIST, organization });
    const answer = await pruning.plan({ account: 'dev' });
    expect(answer.state).toBe('refused');
    expect(codesOf(answer)).toEqual([code]);
    expect(pruning.sandbox.calls.count({ service: 'lambda' })).toBe(0);
  });

  it.each(SINCE)(
    'nothing is deleted in an account that %s after planning',
    async (_, organization, code) => {
      const pruning = discovering({ list: LIST });
      const { planId } = await storedPlan(pruning);
      pruning.sandbox.organisation.organization = organization;
      pruning.sandbox.calls.clear();
      const answer = await pruning.prune({ planId, confirm: 'dev' });
      expect(answer.state).toBe('refused');
      expect(codesOf(answer)).toEqual([code]);
      // Not even a session that could delete is started.
      expect(pruning.sandbox.calls.count({ operation: 'AssumeRole' })).toBe(0);
      expect(deletedArns(pruning.sandbox)).toEqual([]);
    },
  );

  it('an invocation after the account became production is refused', async () => {
    const pruning = discovering({ list: LIST });
    const { planId } = await storedPlan(pruning);
    const first = await pruning.prune({ planId, confirm: 'dev' });
    expect(first.state).toBe('finished');
    pruning.sandbox.organisation.organization = organizationWith(TAGGED_PROD);
    expect(codesOf(await pruning.prune({ planId, confirm: 'dev' }))).toEqual(['stage-not-nonprod']);
  });

  it('all reasons are returned together', async () => {
    const organization = organizationWith({ name: 'live', ...TAGGED_PROD });
    const pruning = discovering({ list: listText('nonprod', 25), organization });
    expect(codesOf(await pruning.plan({ account: 'dev' }))).toEqual([
      'stage-in-doubt',
      'stage-not-nonprod',
      'name-says-production',
    ]);
  });

  it('the stored list must say nonprod too', async () => {
    const pruning = discovering({ list: listText('prod') });
    expect(codesOf(await pruning.plan({ account: 'dev' }))).toEqual(['stage-not-nonprod']);
  });

  it('an id in accounts.organizations.nameMisleads allows an account whose name says production', async () => {
    const organization = organizationWith({ name: 'live-demo' });
    const list = listText('nonprod', 1, undefined, 'live-demo');
    const refused = discovering({ list, organization });
    expect(await refused.plan({ account: 'live-demo' })).toMatchObject({
      refusals: [
        {
          code: 'name-says-production',
          sentence: expect.stringContaining('organizations.nameMisleads'),
        },
      ],
    });
    const rules = { ...RULES, nameMisleads: [DEV] };
    const { planId } = await storedPlan(discovering({ list, organization, rules }), {
      account: 'live-demo',
    });
    expect(planId).not.toBe('');
  });
});

describe('the reads of the organisation', () => {
  it('are two requests for a plan and two for an invocation, when a tag gives the stage', async () => {
    const pruning = discovering({ list: LIST });
    const { planId } = await storedPlan(pruning);
    expect(asks(pruning)).toEqual(['DescribeAccount', 'ListTagsForResource']);
    pruning.sandbox.calls.clear();
    await pruning.prune({ planId, confirm: 'dev' });
    expect(asks(pruning)).toEqual(['DescribeAccount', 'ListTagsForResource']);
  });

  it('are the OUs from the account up to the root, when OUs give the stage', async () => {
    const stage = { prod: ['/Workloads/Prod'], nonprod: ['/Workloads/Dev'] };
    const list = listText('nonprod', 1, ouRulesText(stage));
    const at = (...ou: string[]) =>
      discovering({
        list,
        rules: { stage },
        organization: organizationWith({ ou }, { emptyPages: true }),
      });
    const below = at('Workloads', 'Dev', 'Team');
    expect((await below.plan({ account: 'dev' })).state).toBe('planned');
    expect(asks(below).filter((name) => name === 'DescribeOrganizationalUnit')).toHaveLength(3);
    expect(asks(below)).not.toContain('ListTagsForResource');
    expect(codesOf(await at('Workloads', 'Prod').plan({ account: 'dev' }))).toEqual([
      'stage-not-nonprod',
    ]);
    expect(codesOf(await at('Dev').plan({ account: 'dev' }))).toEqual(['stage-not-nonprod']);
    expect(codesOf(await at().plan({ account: 'dev' }))).toEqual(['stage-not-nonprod']);
  });

  it.each<[string, FaultEffect]>([
    ['DescribeAccount', { kind: 'access denied' }],
    ['DescribeAccount', { kind: 'throttle' }],
    ['DescribeAccount', { kind: 'answer', body: '{}', contentType: 'application/x-amz-json-1.1' }],
    ['ListTagsForResource', { kind: 'server error' }],
    [
      'ListTagsForResource',
      { kind: 'answer', body: '{}', contentType: 'application/x-amz-json-1.1' },
    ],
    ['ListTagsForResource', { kind: 'no answer' }],
  ])(
    'are refused, for planning and pruning, when %s answers with %j',
    async (operation, effect) => {
      const pruning = discovering({ list: LIST });
      const { planId } = await storedPlan(pruning);
      pruning.sandbox.faults.add({ match: { operation }, times: 'always', effect });
      expect(codesOf(await pruning.plan({ account: 'dev' }))).toEqual(['organisation-not-read']);
      expect(codesOf(await pruning.prune({ planId, confirm: 'dev' }))).toEqual([
        'organisation-not-read',
      ]);
      expect(deletedArns(pruning.sandbox)).toEqual([]);
    },
  );

  it('go through the listing role, if the configuration names one', async () => {
    const organization = organizationWith({}, { delegatedAdministrators: [] });
    const rules = { role: LISTING_ROLE, ...RULES };
    const pruning = discovering({ list: LIST, organization, rules, more: [listingAccount()] });
    const { planId } = await storedPlan(pruning);
    const answers = await pruning.pruneAll(planId, 'dev');
    expect(answers.at(-1)).toMatchObject({ state: 'finished' });
    pruning.sandbox.organisation.organization = organizationWith(TAGGED_PROD, {
      delegatedAdministrators: [],
    });
    expect(codesOf(await pruning.prune({ planId, confirm: 'dev' }))).toEqual(['stage-not-nonprod']);
  });

  it('are allowed by the delegation policy that setup prints, if no role is named', async () => {
    const byTag = discovering({ list: LIST, organization: delegating() });
    const { planId } = await storedPlan(byTag);
    expect((await byTag.pruneAll(planId, 'dev')).at(-1)).toMatchObject({ state: 'finished' });
    const stage = { prod: ['/Prod'], nonprod: ['/Dev'] };
    const byOu = discovering({
      list: listText('nonprod', 1, ouRulesText(stage)),
      rules: { stage },
      organization: delegating({ ou: ['Dev'] }),
    });
    expect((await byOu.plan({ account: 'dev' })).state).toBe('planned');
  });

  it.each(ACCOUNT_ACTIONS)(
    'fail without %s in that policy, so no plan is created',
    async (action) => {
      const isTag = action === LIST_TAGS;
      const stage = { prod: ['/Prod'], nonprod: ['/Dev'] };
      expectDenied({ action, because: 'the delegation policy lacks it' });
      const pruning = discovering({
        list: isTag ? LIST : listText('nonprod', 1, ouRulesText(stage)),
        ...(!isTag && { rules: { stage } }),
        organization: delegating({ ou: ['Dev'] }, action),
      });
      expect(codesOf(await pruning.plan({ account: 'dev' }))).toEqual(['organisation-not-read']);
    },
  );

  it('are tried by the doctor of the plan function, which names the denied one', async () => {
    const pruning = discovering({ list: LIST });
    const problems = async () => {
      const { lines } = await pruning.doctor();
      return lines.filter(({ state }) => state === 'problem').map(({ subject }) => subject);
    };
    expect(await problems()).toEqual([]);
    expect(asks(pruning)).toEqual(['DescribeAccount', 'ListTagsForResource']);
    pruning.sandbox.faults.add({
      match: { operation: 'ListTagsForResource' },
      times: 'always',
      effect: { kind: 'access denied' },
    });
    expect(await problems()).toEqual(['organizations:ListTagsForResource']);
    const { lines } = await pruning.doctor();
    const denied = lines.find(({ subject }) => subject === 'organizations:ListTagsForResource');
    expect(denied?.todo).toContain('by the delegation policy of the organisation, or by the role');
  });
});
