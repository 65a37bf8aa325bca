import { describe, expect, it } from 'vitest';

import { expectDenied } from '../sandbox/expected.ts';
import type { FaultRule } from '../sandbox/faults.ts';
import type { MachineAlert } from './run-watch.ts';
import { runWatch, STATE_BUCKET, TOOLING, watchOnce } from './run-watch.ts';
import {
  DEV,
  findingRun,
  keptList,
  LAB,
  LIST_KEY,
  LISTING_ROLE,
  MANAGEMENT,
  ORGANIZATION,
  PROD,
  VIA_ROLE,
} from './run-discovery.ts';
import type { FaultEffect } from '../sandbox/faults.ts';
import { LISTING_ACTIONS } from '../../src/accounts/organizations.ts';
import { accountId, region } from '../../src/model/aws-ids.ts';
import { delegationPolicy } from '../../src/setup/listing-commands.ts';
import type { OrganizationWorld } from '../sandbox/world/organization.ts';

const GIB = 1024 ** 3;
const FULL = { regions: { 'eu-west-1': { codeStorage: { usage: { bytes: 295 * GIB } } } } };
const DENIED: FaultRule = {
  match: { service: 'organizations', operation: 'ListAccounts' },
  times: 'always',
  effect: { kind: 'access denied' },
};

function inShort(alerts: readonly MachineAlert[]): readonly string[] {
  return alerts
    .flatMap(({ notices }) => notices)
    .map(({ kind, change, why, account, limit, accounts = [] }) =>
      [
        kind,
        change ?? why,
        account?.name,
        limit,
        ...accounts.map(({ id, why: each }) => [id, each].join(' ').trim()),
      ]
        .filter((part) => part !== undefined)
        .join(' '),
    )
    .toSorted();
}

describe('a watch run that discovers its accounts', () => {
  it('measures the accounts that the rules select, reports an account without a stage once, and stores the list', async () => {
    const run = findingRun();
    const first = await runWatch(run);
    expect(first.error).toBeUndefined();
    expect(first.summary).toMatchObject({ status: 'complete', findings: 9 });
    expect(inShort(first.alerts)).toEqual([`discovery unstaged ${LAB}`]);
    expect(first.mails[0]).toContain('no rule gives the stage of 1 account');
    expect(keptList(first.sandbox)).toMatchObject({
      kind: 'limits-watchdog/accounts',
      accounts: [
        { id: DEV, name: 'dev', stage: 'nonprod' },
        { id: PROD, name: 'shop', stage: 'prod' },
        { id: LAB, name: 'lab', stage: 'unstaged' },
      ],
    });
    const second = await watchOnce(first.sandbox, run);
    expect(second.summary).toMatchObject({ status: 'complete' });
    expect(second.alerts).toEqual([]);
  });

  it('makes only the calls that its rules need, and each of them once', async () => {
    const byTag = await runWatch(findingRun());
    expect(organizationCalls(byTag)).toEqual({
      'organizations:ListAccounts': 1,
      'organizations:ListAccountsForParent': 5,
      'organizations:ListOrganizationalUnitsForParent': 5,
      'organizations:ListRoots': 1,
      // For the three selected accounts, without the tooling account.
      'organizations:ListTagsForResource': 3,
    });
    const byName = await runWatch(
      findingRun({ organizations: { include: [{ accounts: ['dev', LAB] }] } }),
    );
    expect(organizationCalls(byName)).toEqual({ 'organizations:ListAccounts': 1 });
    expect(byName.sandbox.calls.count({ status: 429 })).toBe(0);
  });

  it('reads every page, empty ones too, of a large organisation, and is not throttled', async () => {
    const members = Array.from({ length: 45 }, (_, at) => ({
      id: String(300_000_000_000 + at),
      name: `team-${at}`,
      ou: ['Workloads', `Team ${at % 23}`],
      tags: { environment: 'dev' },
    }));
    const organization = {
      ...ORGANIZATION,
      emptyPages: true,
      members: [...ORGANIZATION.members, ...members],
    };
    const { summary, sandbox } = await runWatch(findingRun({ organization }));
    expect(summary).toMatchObject({ status: 'complete', findings: 48 * 3 });
    expect(
      sandbox.calls.count({ service: 'organizations', errorName: 'TooManyRequestsException' }),
    ).toBe(0);
  });

  it('assumes the listing role when the tooling account may not list', async () => {
    const { error, sandbox } = await runWatch(
      findingRun({
        ...VIA_ROLE,
        organizations: {
          role: LISTING_ROLE,
          include: [{ ous: ['/Workloads'] }],
          stage: { prod: ['/Workloads/Prod'], nonprod: ['/Workloads/Dev'] },
        },
      }),
    );
    expect(error).toBeUndefined();
    expect(
      new Set(sandbox.calls.list({ service: 'organizations' }).map(({ account }) => account)),
    ).toEqual(new Set([MANAGEMENT]));
  });

  it('leaves out accounts that are not active, and reports them once', async () => {
    const members = [
      ...ORGANIZATION.members,
      { id: '888888888888', name: 'old', ou: ['Workloads'], state: 'SUSPENDED' as const },
      { id: '666666666666', name: 'closing', ou: ['Workloads'], state: 'PENDING_CLOSURE' as const },
    ];
    const run = findingRun({ organization: { ...ORGANIZATION, members } });
    const { summary, alerts, sandbox } = await runWatch(run);
    expect(summary).toMatchObject({ status: 'complete', findings: 9 });
    expect(inShort(alerts)).toEqual([
      'discovery left-out 666666666666 PENDING_CLOSURE 888888888888 SUSPENDED',
      `discovery unstaged ${LAB}`,
    ]);
    expect(inShort((await watchOnce(sandbox, run)).alerts)).toEqual([]);
  });

  it('measures the accounts of the last list when it may not list, and is incomplete until it may', async () => {
    const run = findingRun({ member: { [DEV]: FULL } });
    const { sandbox } = await runWatch(run);
    const before = keptList(sandbox);
    sandbox.faults.add(DENIED);
    const denied = await watchOnce(sandbox, run);
    expect(denied.error?.name).toBe('RunIncomplete');
    expect(denied.error?.message).toContain('9 findings');
    expect(inShort(denied.alerts)).toEqual(['discovery blind']);
    expect(denied.mails[0]).toContain('ACCOUNTS NOT KNOWN: the organisation could not be listed');
    expect(keptList(sandbox)).toEqual(before);

    const again = await watchOnce(sandbox, run);
    expect(again.error?.name).toBe('RunIncomplete');
    expect(again.alerts).toEqual([]);

    sandbox.faults.clear();
    const restored = await watchOnce(sandbox, run);
    expect(restored.error).toBeUndefined();
    expect(inShort(restored.alerts)).toEqual(['discovery sighted']);
  });

  it('fails when it may not list and no list is stored, and never reports that everything is ok', async () => {
    const { error, alerts, sandbox } = await runWatch({ ...findingRun(), faults: [DENIED] });
    expect(error?.name).toBe('RunFailed');
    expect(inShort(alerts)).toEqual(['discovery blind']);
    expect(keptList(sandbox)).toBeUndefined();
  });

  it('fails in an account that is neither the management account nor a delegated administrator', async () => {
    const organization = { ...ORGANIZATION, delegatedAdministrators: [] };
    const { error, mails } = await runWatch(findingRun({ organization }));
    expect(error?.name).toBe('RunFailed');
    expect(mails[0]).toContain('by the delegation policy of the organisation');
    expect(mails[0]).not.toContain('StackSets');
  });

  const DELEGATED: OrganizationWorld = {
    ...ORGANIZATION,
    delegatedAdministrators: [],
    delegationPolicy: delegationPolicy({
      deployment: 'limits-watchdog',
      tooling: { account: accountId(TOOLING), region: region('eu-west-1') },
    }),
  };

  it('lists with the delegation policy that setup prints, and with no other permission', async () => {
    const { error, summary } = await runWatch(findingRun({ organization: DELEGATED }));
    expect(error).toBeUndefined();
    expect(summary).toMatchObject({ status: 'complete', findings: 9 });
  });

  it.each(LISTING_ACTIONS)('cannot list when that policy lacks %s', async (action) => {
    const lacking = JSON.stringify(DELEGATED.delegationPolicy)
      .replace(`"${action}",`, '')
      .replace(`,"${action}"`, '');
    expect(lacking).not.toContain(`"${action}"`);
    const organization = { ...DELEGATED, delegationPolicy: JSON.parse(lacking) };
    expectDenied({ action, because: 'the delegation policy lacks it' });
    const { error } = await runWatch(findingRun({ organization }));
    expect(error?.name).toBe('RunFailed');
  });

  it('cannot list with the delegation policy of another deployment', async () => {
    const other = JSON.stringify(DELEGATED.delegationPolicy).replaceAll(
      'role/limits-watchdog-',
      'role/other-',
    );
    const organization = { ...DELEGATED, delegationPolicy: JSON.parse(other) };
    expectDenied({
      action: 'organizations:ListAccounts',
      because: 'the delegation policy names other roles',
    });
    const { error } = await runWatch(findingRun({ organization }));
    expect(error?.name).toBe('RunFailed');
  });

  it('does not use a damaged list', async () => {
    const run = findingRun();
    const { sandbox } = await runWatch(run);
    sandbox.organisation.findBucket(STATE_BUCKET)?.put({
      key: LIST_KEY,
      body: Buffer.from('{"kind":"something else"}'),
      now: sandbox.clock.now(),
      contentType: undefined,
      metadata: {},
    });
    sandbox.faults.add(DENIED);
    const denied = await watchOnce(sandbox, run);
    expect(denied.error?.name).toBe('RunFailed');
    expect(denied.mails[0]).toContain('is not one of a watchdog');
  });

  it('resolves the alerts of removed accounts with the reason, and keeps alerts of accounts that it cannot look up', async () => {
    const run = findingRun({ member: { [DEV]: FULL, [PROD]: FULL, [LAB]: FULL } });
    const { sandbox } = await runWatch(run);
    // One account left the organisation, one is suspended, and one moved out of the selected OUs.
    const left = ORGANIZATION.members.filter(({ id }) => id !== DEV);
    const changed = left.map((one) => {
      if (one.id === PROD) return { ...one, state: 'SUSPENDED' as const };
      return one.id === LAB ? { ...one, ou: ['Sandbox'] } : one;
    });
    sandbox.faults.add({ ...DENIED, times: 1 });
    expect(inShort((await watchOnce(sandbox, run)).alerts)).toEqual(['discovery blind']);

    sandbox.organisation.organization = {
      ...ORGANIZATION,
      members: [...changed, { id: '888888888888', name: 'new', ou: ['Workloads'] }],
    };
    expectDenied({ action: 'sts:AssumeRole', because: 'the new account has no read role yet' });
    const { alerts } = await watchOnce(sandbox, run);
    expect(inShort(alerts).filter((line) => !line.startsWith('sight'))).toEqual([
      'closed account left the organisation dev',
      'closed account no longer selected lab',
      'closed account not active shop',
      `discovery gone ${DEV} account left the organisation ${PROD} account not active ${LAB} account no longer selected`,
      // The accounts that the stage rules matched have left.
      'discovery rule-problem',
      'discovery rule-problem',
      'discovery sighted',
      'discovery unstaged 888888888888',
    ]);
  });

  it('uses the own settings of an account that the file lists', async () => {
    const { sandbox, summary } = await runWatch(
      findingRun({
        listed: [
          { id: LAB, name: 'laboratory', stage: 'nonprod', regions: ['eu-west-1', 'us-east-1'] },
        ],
      }),
    );
    expect(summary).toMatchObject({ status: 'complete', findings: 11 });
    expect(keptList(sandbox)).toMatchObject({ accounts: [{ id: DEV }, { id: PROD }] });
  });

  it.each<[string, FaultEffect]>([
    ['S3 has an error', { kind: 'server error' }],
    ['S3 refuses the condition', { kind: 'error', name: 'PreconditionFailed', status: 412 }],
    ['S3 says conflict', { kind: 'error', name: 'ConditionalRequestConflict', status: 409 }],
  ])('is incomplete when the list cannot be stored: %s', async (_, effect) => {
    const { error, alerts } = await runWatch({
      ...findingRun(),
      faults: [
        {
          match: { service: 's3', operation: 'PutObject', resource: `*${LIST_KEY}` },
          times: 'always',
          effect,
        },
      ],
    });
    expect(error?.name).toBe('RunIncomplete');
    expect(inShort(alerts)).toContain('discovery blind');
  });

  it('fails when the rules select no account', async () => {
    const { error, mails } = await runWatch(
      findingRun({ organizations: { include: [{ accounts: ['missing'] }] } }),
    );
    expect(error?.name).toBe('RunFailed');
    expect(mails[0]).toContain('the rules select no account');
  });
});

function organizationCalls({ sandbox }: Pick<Awaited<ReturnType<typeof runWatch>>, 'sandbox'>) {
  return Object.fromEntries(
    Object.entries(sandbox.calls.tally()).filter(([name]) => name.startsWith('organizations:')),
  );
}
