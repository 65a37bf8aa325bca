import { describe, expect, it } from 'vitest';

import { accountId } from '../../../src/model/aws-ids.ts';
import type { FunctionWorld } from '../../sandbox/world.ts';
import {
  BUCKET,
  deletesIn,
  DEV,
  devAccount,
  EXTERNAL_ID,
  invoke,
  last,
  prune,
  PRUNE_ROLE_STACK,
  refusalsIn,
  setUp,
  store,
  TOOLING,
  versionsOf,
} from './run-prune.ts';
import type { Setting } from './run-prune.ts';
import { planOf } from './world-plan.ts';
import { expectDenied } from '../../sandbox/expected.ts';

const HOUR = 3_600_000;
const ORDERS: FunctionWorld = { name: 'orders', versions: '1-9' };

function dev(configured?: Parameters<typeof setUp>[0]['configured']): Setting {
  const account = devAccount({ 'eu-west-1': { functions: [ORDERS] } });
  return setUp({ accounts: [account], ...(configured && { configured }) });
}

function changeObject({ sandbox }: Setting, name: string, change: (text: string) => string): void {
  const bucket = sandbox.organisation.findBucket(BUCKET);
  const key = `limits-watchdog/prune/${name}`;
  const found = bucket?.find(key);
  if (bucket === undefined || found === undefined) throw new Error(`no ${key}`);
  const body = Buffer.from(change(Buffer.from(found.body).toString('utf8')));
  bucket.put({ key, body, now: sandbox.clock.now(), contentType: undefined, metadata: {} });
}

describe('a plan is refused', () => {
  it('when an hour has passed before the first deletion', async () => {
    const setting = dev();
    const planId = await store(setting, planOf(setting.sandbox));
    await setting.sandbox.clock.sleep(HOUR + 1);
    expect(refusalsIn(await invoke(setting, { planId, confirm: 'dev' }))).toEqual([
      'plan-too-old-to-begin',
    ]);
    expect(deletesIn(setting)).toBe(0);
  });

  it('only after a day when it has begun within the hour', async () => {
    const functions = [{ name: 'orders', versions: '1-903' }];
    const setting = setUp({ accounts: [devAccount({ 'eu-west-1': { functions } })] });
    const planId = await store(setting, planOf(setting.sandbox));
    const event = { planId, confirm: 'dev' };
    expect(await invoke(setting, event)).toMatchObject({ state: 'goes-on' });
    await setting.sandbox.clock.sleep(2 * HOUR);
    expect(await invoke(setting, event)).toMatchObject({ state: 'needs-evidence' });
    await setting.sandbox.clock.sleep(22 * HOUR);
    expect(refusalsIn(await invoke(setting, event))).toEqual(['plan-too-old-to-go-on']);
  });

  it.each([
    ['plan.json', (text: string) => text.replace('"version":"1"', '"version":"9"')],
    ['plan.json', (text: string) => text.replace('1048576', '1048577')],
    ['plan.json', (text: string) => `${text} `],
    ['plan.json', (text: string) => text.slice(1)],
    ['plan.json', (text: string) => text.replace(DEV, '333333333333')],
    [
      'plan.json',
      (text: string) =>
        text.replace('"notCovered":', '"switchedOff":[{"check":"pipes","by":"x"}],"notCovered":'),
    ],
    ['order.json', (text: string) => text.replace('60', '10')],
    ['order.json', (text: string) => text.replace('"format":1', '"format":2')],
  ])('when one byte of its %s was changed (%#)', async (name, change) => {
    const setting = dev();
    const planId = await store(setting, planOf(setting.sandbox), { untilPercent: 60 });
    changeObject(setting, `plans/${planId}/${name}`, change);
    expect(refusalsIn(await invoke(setting, { planId, confirm: 'dev' }))).toContain(
      'plan-tampered',
    );
    expect(setting.sandbox.calls.count({ operation: 'AssumeRole' })).toBe(0);
  });

  it('when the configuration does not have its account', async () => {
    const setting = dev([{ id: '333333333333', name: 'dev', stage: 'nonprod' }]);
    const planId = await store(setting, planOf(setting.sandbox));
    expect(refusalsIn(await invoke(setting, { planId, confirm: 'dev' }))).toEqual([
      'account-unknown',
    ]);
  });

  it('when the credentials turn out to be of another account', async () => {
    const setting = dev();
    const planId = await store(setting, planOf(setting.sandbox));
    const body = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:sts::333333333333:assumed-role/r/s</Arn><UserId>A:s</UserId><Account>333333333333</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>5a4db0c5-0000-4000-8000-000000000001</RequestId></ResponseMetadata></GetCallerIdentityResponse>`;
    setting.sandbox.faults.add({
      match: { operation: 'GetCallerIdentity' },
      times: 'always',
      effect: { kind: 'answer', body, contentType: 'text/xml' },
    });
    expect(refusalsIn(await invoke(setting, { planId, confirm: 'dev' }))).toEqual([
      'identity-other-account',
    ]);
    expect(setting.sandbox.calls.count({ service: 'lambda' })).toBe(0);
  });

  it('with all reasons at once, and before credentials are requested', async () => {
    const setting = dev([{ id: DEV, name: 'live-shop', stage: 'prod' }]);
    const planId = await store(setting, planOf(setting.sandbox));
    await setting.sandbox.clock.sleep(HOUR + 1);
    expect(refusalsIn(await invoke(setting, { planId }))).toEqual([
      'stage-not-nonprod',
      'name-says-production',
      'plan-too-old-to-begin',
      'not-confirmed',
    ]);
    expect(refusalsIn(await invoke(setting, { planId, confirm: 'dev' }))).toContain(
      'confirmation-differs',
    );
    expect(setting.sandbox.calls.count({ operation: 'AssumeRole' })).toBe(0);
  });

  it('when its journal cannot be read or is of another plan', async () => {
    const functions = [{ name: 'orders', versions: '1-503' }];
    const setting = setUp({ accounts: [devAccount({ 'eu-west-1': { functions } })] });
    const planId = await store(setting, planOf(setting.sandbox));
    await invoke(setting, { planId, confirm: 'dev' });
    changeObject(setting, `runs/${planId}/journal/eu-west-1/000002.json`, () => '{}');
    expect(refusalsIn(await invoke(setting, { planId, confirm: 'dev' }))).toEqual([
      'journal-other-plan',
    ]);
  });

  it('when it does not exist, which differs from a plan that may not be read', async () => {
    const setting = dev();
    const event = { planId: '20261122T060000Z-0123456789abcdef', confirm: 'dev' };
    expect(await invoke(setting, event)).toMatchObject({ state: 'no-plan' });
    setting.sandbox.faults.add({
      match: { operation: 'GetObject' },
      times: 'always',
      effect: { kind: 'access denied' },
    });
    await expect(invoke(setting, event)).rejects.toThrow('s3:GetObject: AccessDenied');
  });
});

describe('production', () => {
  const prod = { id: '444444444444', name: 'prod' };
  const regions = { 'eu-west-1': { functions: [ORDERS] } };
  const account = { id: accountId(prod.id), name: 'prod', stage: 'nonprod' as const };

  it('has no role to assume, with the shipped templates and every other lock open', async () => {
    expectDenied({ action: 'sts:AssumeRole', because: 'production has no prune role' });
    const configured = [{ id: prod.id, name: 'shop', stage: 'nonprod' }];
    const setting = setUp({ accounts: [{ ...prod, name: 'shop', regions }], configured });
    const planId = await store(
      setting,
      planOf(setting.sandbox, { account: { ...account, name: 'shop' } }),
    );
    const answer = await invoke(setting, { planId, confirm: 'shop' });
    expect(refusalsIn(answer)).toEqual(['prune-role-not-assumed']);
    expect(JSON.stringify(answer)).toContain(
      `The prune role arn:aws:iam::${prod.id}:role/limits-watchdog-prune of account \\"shop\\" (${prod.id}) could not be assumed`,
    );
    expect(setting.sandbox.calls.list({ operation: 'AssumeRole' })).toMatchObject([
      { status: 403 },
    ]);
  });

  it('is refused by its stage, when a role was put there by mistake', async () => {
    const configured = [{ id: prod.id, name: 'shop', stage: 'prod' }];
    const setting = setUp({
      accounts: [{ ...prod, name: 'shop', stacks: [PRUNE_ROLE_STACK], regions }],
      configured,
    });
    const planId = await store(
      setting,
      planOf(setting.sandbox, { account: { ...account, name: 'shop' } }),
    );
    expect(refusalsIn(await invoke(setting, { planId, confirm: 'shop' }))).toEqual([
      'stage-not-nonprod',
    ]);
    expect(setting.sandbox.calls.count({ operation: 'AssumeRole' })).toBe(0);
    expect(versionsOf(setting, 'orders', { account: prod.id })).toHaveLength(9);
  });

  it('has a stack that refuses it', () => {
    const parameters = { Stage: 'prod', ToolingAccountId: TOOLING, ExternalId: EXTERNAL_ID };
    const stacks = [{ template: 'src/stacks/member-prune-role.yml', parameters }];
    expect(() => setUp({ accounts: [{ ...prod, stacks }] })).toThrow('stage nonprod only');
  });
});

describe('the role', () => {
  it('can be assumed only with the external id', async () => {
    expectDenied({ action: 'sts:AssumeRole', because: 'the external id is another' });
    const setting = setUp({
      accounts: [devAccount({ 'eu-west-1': { functions: [ORDERS] } })],
      settings: { role: { externalId: 'another-id' } },
    });
    const planId = await store(setting, planOf(setting.sandbox));
    const answer = await invoke(setting, { planId, confirm: 'dev' });
    expect(refusalsIn(answer)).toEqual(['prune-role-not-assumed']);
  });

  it('has every permission that a prune needs', async () => {
    const setting = dev();
    last(await prune(setting, await store(setting, planOf(setting.sandbox))));
    expect(setting.sandbox.calls.list().filter(({ status }) => status === 403)).toEqual([]);
  });
});
