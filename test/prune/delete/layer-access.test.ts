import { describe, expect, it } from 'vitest';

import { DEV, IRELAND } from '../apply/run-prune.ts';
import { OpenedAccount } from './opened-account.ts';

const attaching = (version: number) => [
  { arn: `arn:aws:lambda:eu-west-1:${DEV}:layer:tools:${version}`, codeSize: 1 },
];
/** A function whose versions, including `$LATEST`, fill two pages. */
const PAY = {
  name: 'pay',
  versions: '1-60',
  versionLayers: { $LATEST: attaching(9), '2': attaching(2), '60': attaching(6) },
};
const FIRST = { 'tools:9': 'pay:$LATEST', 'tools:2': 'pay:2', 'tools:6': 'pay:60' };

function opened() {
  const functions = [{ name: 'orders', versions: '1-3' }, PAY];
  const account = new OpenedAccount({ functions }, [{ layers: true }]);
  const attached = async () => {
    const found = (await account.access.layers?.attachedNow(IRELAND))?.attached;
    return found?.kind === 'read' ? Object.fromEntries(found.value) : found;
  };
  /** Publishes one version of `pay` with other layers. */
  const publish = (version: number, layer: number) => {
    const change = account.change();
    change.updateFunction('pay', ({ versionLayers }) => ({
      versionLayers: { ...versionLayers, [version]: attaching(layer) },
      lastModified: { $LATEST: `2026-11-22T06:00:${version - 50}.000+0000` },
    }));
    expect(change.publishVersion('pay')).toBe(version);
  };
  return { account, attached, publish };
}

describe('the layer versions that functions attach', () => {
  it('are those of every version in the first read, then of $LATEST only while nothing changes', async () => {
    const { account, attached } = opened();
    expect(await attached()).toEqual(FIRST);
    expect(account.callsSinceLast()).toEqual({ 'lambda:ListFunctions': 2 });
    expect(await attached()).toEqual(FIRST);
    expect(account.callsSinceLast()).toEqual({ 'lambda:ListFunctions': 1 });
  });

  it('are those of every version of a function whose $LATEST has changed since', async () => {
    const { account, attached, publish } = opened();
    await attached();
    account.callsSinceLast();
    publish(61, 4);
    expect(await attached()).toEqual({ ...FIRST, 'tools:4': 'pay:61' });
    // Of the two functions, one has changed; it has two pages.
    const onePage = { 'lambda:ListFunctions': 1 };
    expect(account.callsSinceLast()).toEqual({ ...onePage, 'lambda:ListVersionsByFunction': 2 });
    expect(await attached()).toEqual({ ...FIRST, 'tools:4': 'pay:61' });
    expect(account.callsSinceLast()).toEqual(onePage);
  });

  it('count until the end of the invocation, also when nothing attaches them any more', async () => {
    const { account, attached } = opened();
    await attached();
    account.change().updateFunction('pay', () => ({ versionLayers: {} }));
    expect(await attached()).toEqual(FIRST);
  });

  it.each(['ListFunctions', 'ListVersionsByFunction'])(
    'are unknown when %s fails, and changed functions are read again',
    async (operation) => {
      const { account, attached, publish } = opened();
      await attached();
      publish(61, 4);
      account.failOnce(operation);
      expect(await attached()).toMatchObject({ kind: 'failed', failure: { reason: 'denied' } });
      expect(await attached()).toEqual({ ...FIRST, 'tools:4': 'pay:61' });
    },
  );

  it('are those of every version also after a first read that failed', async () => {
    const { account, attached } = opened();
    account.failOnce('ListFunctions');
    expect(await attached()).toMatchObject({ kind: 'failed', failure: { reason: 'denied' } });
    expect(await attached()).toEqual(FIRST);
  });
});
