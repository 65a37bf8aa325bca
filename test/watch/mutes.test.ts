import { describe, expect, it } from 'vitest';

import { forge, mutes, muteSandbox, run } from '../alerts/mutes/run-mute.ts';
import type { FaultRule } from '../sandbox/faults.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { WatchResult } from './run-watch.ts';
import { STATE_BUCKET, watchOnce } from './run-watch.ts';
import { STORED_MUTE } from '../alerts/mutes/stored-mute.ts';

const GIB = 1024 ** 3;
const FULL = { regions: { 'eu-west-1': { codeStorage: { usage: { bytes: 299 * GIB } } } } };
const ASK = {
  mute: true,
  accounts: ['staging'],
  until: '2d',
  reason: 'clean-up on Friday',
  by: 'ana',
};
const DAY_MS = 86_400_000;
let requests = 0;

async function watched(sandbox: Sandbox): Promise<Omit<WatchResult, 'sandbox'>> {
  requests += 1;
  return watchOnce(sandbox, { ...run, requestId: `request-${requests}` });
}

async function noticesOf(sandbox: Sandbox): Promise<readonly string[]> {
  const { alerts } = await watched(sandbox);
  return alerts.flatMap(({ notices }) =>
    notices.map(({ kind, change }) => (change === undefined ? kind : `${kind} ${change}`)),
  );
}

async function forgeEntries(sandbox: Sandbox, ...entries: readonly object[]): Promise<void> {
  const document = {
    kind: 'limits-watchdog.mutes',
    version: 1,
    deployment: 'limits-watchdog',
    savedAt: '2026-11-22T12:00:00.000Z',
    mutes: entries,
  };
  await forge(sandbox, JSON.stringify(document));
}

const ENTRY = { ...STORED_MUTE, accounts: ['staging'] };

describe('a mute made by command', () => {
  it('stops alerts until it ends or is removed, and its expiry is reported', async () => {
    const sandbox = muteSandbox(FULL);
    await mutes(sandbox, ASK);
    expect(await noticesOf(sandbox)).toEqual([]);
    await mutes(sandbox, { unmute: ['m-400000'], by: 'ana' });
    expect(await noticesOf(sandbox)).toEqual(['limit raised']);
    await mutes(sandbox, ASK);
    await sandbox.clock.sleep(DAY_MS);
    expect(await noticesOf(sandbox)).toEqual([]);
    await sandbox.clock.sleep(DAY_MS);
    expect(await noticesOf(sandbox)).toEqual(['limit reminded', 'mute-expired']);
    expect(await noticesOf(sandbox)).toEqual([]);
  });

  it('does not mute the alert that an account cannot be measured unless it covers all affected limits', async () => {
    const denied: FaultRule = {
      match: { service: 'sts', operation: 'AssumeRole' },
      times: 'always',
      effect: { kind: 'access denied' },
    };
    const ofOneLimit = muteSandbox({}, [denied]);
    await mutes(ofOneLimit, { ...ASK, limits: ['s3-buckets'] });
    const blind = await watched(ofOneLimit);
    expect(blind.error?.name).toBe('RunFailed');
    expect(JSON.stringify(blind.alerts)).toContain('"staging"');
    const ofAccount = muteSandbox({}, [denied]);
    await mutes(ofAccount, ASK);
    const named = (await watched(ofAccount)).alerts.flatMap(({ notices }) => notices);
    const loud = named.filter((notice) => !('mutedBy' in notice));
    expect(new Set(loud.map(({ account }) => account?.name))).toEqual(new Set(['dev']));
  });

  it('is read by the check, with its stated author', async () => {
    const sandbox = muteSandbox(FULL);
    await mutes(sandbox, ASK);
    const { summary } = await watchOnce(sandbox, { ...run, event: { check: true } });
    expect(JSON.stringify(summary)).toContain('"statedBy":"ana"');
  });
});

describe('a stored mute that cannot be used', () => {
  it('mutes nothing, does not affect other mutes, and is alerted once while it exists', async () => {
    const sandbox = muteSandbox(FULL);
    await forgeEntries(
      sandbox,
      { ...ENTRY, stages: ['prod'] },
      { ...ENTRY, limits: ['s3-buckets'] },
    );
    expect(await noticesOf(sandbox)).toEqual(['limit raised', 'state']);
    expect(await noticesOf(sandbox)).toEqual([]);
    const { unreadable } = await mutes(sandbox, { mutes: true });
    await mutes(sandbox, { unmute: unreadable.map(({ id }) => id), by: 'ana' });
    expect(await noticesOf(sandbox)).toEqual([]);
  });

  it('mutes nothing when it covers everything that is watched without the flag for that', async () => {
    const sandbox = muteSandbox(FULL);
    await forgeEntries(sandbox, { ...ENTRY, accounts: ['*'] });
    expect(await noticesOf(sandbox)).toEqual(['limit raised', 'state']);
    await forgeEntries(sandbox, { ...ENTRY, accounts: ['*'], everything: true });
    expect(await noticesOf(sandbox)).toEqual([]);
  });

  it.each([
    ['is no JSON', 'mutes'],
    [
      'is of another deployment',
      '{"kind":"limits-watchdog.mutes","version":1,"deployment":"x","savedAt":"2026-11-22T12:00:00.000Z","mutes":[]}',
    ],
  ])('mutes nothing and is alerted when the document %s', async (_, body) => {
    const sandbox = muteSandbox(FULL);
    await forge(sandbox, body);
    const { alerts, summary, mails } = await watched(sandbox);
    expect(alerts.flatMap(({ notices }) => notices.map(({ kind }) => kind))).toEqual([
      'limit',
      'state',
    ]);
    expect(summary).toMatchObject({ status: 'attention' });
    expect(mails.join()).toContain('a mute could not be used');
  });

  it('mutes nothing and is alerted when S3 refuses to return it', async () => {
    const denied: FaultRule = {
      match: {
        service: 's3',
        operation: 'GetObject',
        resource: `arn:aws:s3:::${STATE_BUCKET}/limits-watchdog/mutes.json`,
      },
      times: 'always',
      effect: { kind: 'access denied' },
    };
    const sandbox = muteSandbox(FULL, [denied]);
    expect(await noticesOf(sandbox)).toEqual(['limit raised', 'state']);
  });
});
