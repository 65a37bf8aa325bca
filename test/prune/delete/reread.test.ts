import { describe, expect, it } from 'vitest';

import { IRELAND } from '../apply/run-prune.ts';
import { OpenedAccount } from './opened-account.ts';

const WORLD = {
  functions: [
    { name: 'orders', versions: '1-3' },
    { name: 'pay', versions: '1-2' },
  ],
};
const LISTINGS = ['region', 'function'] as const;
const OPERATIONS = { region: 'ListFunctions', function: 'ListVersionsByFunction' } as const;
const READ = { kind: 'read' };
const DENIED = { kind: 'failed', failure: { reason: 'denied' } };

function opened(listing: (typeof LISTINGS)[number]) {
  const account = new OpenedAccount(WORLD, [{ listing }]);
  return {
    account,
    listed: (name: string) => account.access.versionsListed(IRELAND, name),
  };
}

describe('the versions of functions, as listed in one invocation', () => {
  it('come from one listing of the Region for all functions', async () => {
    const { account, listed } = opened('region');
    expect(await listed('orders')).toMatchObject({ value: [{}, {}, {}] });
    expect(await listed('pay')).toMatchObject({ value: [{}, {}] });
    expect(await listed('orders')).toMatchObject(READ);
    expect(account.callsSinceLast()).toEqual({ 'lambda:ListFunctions': 1 });
  });

  it('are missing, not empty, for a function that is gone: without another listing', async () => {
    const { account, listed } = opened('region');
    for (let time = 0; time < 2; time += 1) {
      expect(await listed('gone')).toMatchObject({
        kind: 'failed',
        failure: { reason: 'absent', errorName: 'NotListed' },
      });
    }
    expect(account.callsSinceLast()).toEqual({ 'lambda:ListFunctions': 1 });
  });

  it('come from a listing of each function by itself, where that takes fewer requests', async () => {
    const { account, listed } = opened('function');
    expect(await listed('orders')).toMatchObject({ value: [{}, {}, {}] });
    expect(await listed('pay')).toMatchObject({ value: [{}, {}] });
    expect(await listed('orders')).toMatchObject({ value: [{}, {}, {}] });
    expect(account.callsSinceLast()).toEqual({ 'lambda:ListVersionsByFunction': 2 });
  });

  it.each(LISTINGS)('are listed again after 100 s, and not before (%s)', async (listing) => {
    const { account, listed } = opened(listing);
    const operation = `lambda:${OPERATIONS[listing]}`;
    await listed('orders');
    account.change().publishVersion('orders');
    await account.sandbox.clock.sleep(99_000);
    expect(await listed('orders')).toMatchObject({ value: [{}, {}, {}] });
    expect(account.callsSinceLast()).toEqual({ [operation]: 1 });
    await account.sandbox.clock.sleep(1_500);
    expect(await listed('orders')).toMatchObject({ value: [{}, {}, {}, {}] });
    expect(account.callsSinceLast()).toEqual({ [operation]: 1 });
  });

  it.each(LISTINGS)('are listed again after a failure (%s)', async (listing) => {
    const { account, listed } = opened(listing);
    account.failOnce(OPERATIONS[listing]);
    expect(await listed('orders')).toMatchObject(DENIED);
    expect(await listed('orders')).toMatchObject(READ);
    expect(account.callsSinceLast()).toEqual({ [`lambda:${OPERATIONS[listing]}`]: 2 });
  });
});

describe('a function read again before its versions are deleted', () => {
  const settingsOf = async (account: OpenedAccount) => {
    const { evidence } = await account.access.functionNow(IRELAND, 'orders');
    return evidence.find(({ check }) => check === 'event-invoke-configs')?.outcome;
  };

  it('has its event invoke configurations from one read in an invocation, and the rest from new reads', async () => {
    const { account } = opened('region');
    expect(await settingsOf(account)).toMatchObject(READ);
    expect(await settingsOf(account)).toMatchObject(READ);
    expect(account.callsSinceLast()).toEqual({
      'lambda:ListAliases': 2,
      'lambda:ListEventSourceMappings': 1,
      'lambda:ListFunctionEventInvokeConfigs': 1,
      'lambda:ListFunctions': 1,
      'lambda:ListProvisionedConcurrencyConfigs': 2,
      'lambda:ListTags': 2,
    });
  });

  it('has its event invoke configurations read again after a failure', async () => {
    const { account } = opened('region');
    account.failOnce('ListFunctionEventInvokeConfigs');
    expect(await settingsOf(account)).toMatchObject(DENIED);
    expect(await settingsOf(account)).toMatchObject(READ);
  });
});
