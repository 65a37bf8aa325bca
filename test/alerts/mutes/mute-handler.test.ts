import { describe, expect, it } from 'vitest';

import { parseMutes } from '../../../src/alerts/mutes/mutes-json.ts';
import type { MuteAnswer } from '../../../src/functions/mute/mute-answer.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { asClock, STATE_BUCKET, TOOLING } from '../../watch/run-watch.ts';
import { forge, KEY, mutes, muteSandbox, run } from './run-mute.ts';
import { STORED_MUTE } from './stored-mute.ts';

const ASK = {
  mute: true,
  accounts: ['staging'],
  limits: ['s3-buckets'],
  until: 'friday',
  reason: 'clean-up on Friday',
  by: 'ana',
};

function refusalsIn({ result, refusals }: MuteAnswer): readonly string[] {
  expect(result).toBe('refused');
  return refusals.map(({ code, field, problem }) => `${code} (${field}): ${problem}`);
}

function versions(sandbox: Sandbox): number {
  return sandbox.organisation.findBucket(STATE_BUCKET)?.versions(KEY).length ?? 0;
}

describe('the mute function', () => {
  it('makes a mute, lists it and removes it, with its shipped role', async () => {
    const sandbox = muteSandbox();
    const made = await mutes(sandbox, ASK);
    expect(made).toMatchInlineSnapshot(`
      {
        "at": "2026-11-22T12:00:00Z",
        "changed": [
          "m-400000",
        ],
        "deployment": "limits-watchdog",
        "kind": "limits-watchdog.mute-answer",
        "mutes": [
          {
            "accounts": [
              "staging",
            ],
            "coverage": "part",
            "covers": "staging · all Regions · s3-buckets",
            "createdAt": "2026-11-22T12:00:00Z",
            "id": "m-400000",
            "limits": [
              "s3-buckets",
            ],
            "owner": "ana",
            "reason": "clean-up on Friday",
            "regions": [],
            "state": "active",
            "statedBy": "ana",
            "until": "2026-11-28T00:00:00Z",
          },
        ],
        "refusals": [],
        "result": "muted",
        "unreadable": [],
        "version": 1,
      }
    `);
    const listed = await mutes(sandbox, { mutes: true });
    expect(listed).toMatchObject({ result: 'listed', mutes: made.mutes });
    const removed = await mutes(sandbox, { unmute: ['m-400000'], by: 'ben' });
    expect(removed).toMatchObject({ result: 'unmuted', changed: ['m-400000'], mutes: [] });
  });

  it('lists the mutes of watchdog.yml, and cannot remove them', async () => {
    const sandbox = muteSandbox();
    const configured = { accounts: ['dev'], until: '2026-12-24', owner: 'ops', reason: 'known' };
    const alerts = { topicArn: `arn:aws:sns:eu-west-1:${TOOLING}:limits-watchdog-alerts` };
    const settings = { ...run, settings: { alerts: { ...alerts, mutes: [configured] } } };
    const { mutes: all } = await mutes(sandbox, { mutes: true }, settings);
    expect(all).toMatchObject([{ covers: 'dev · all Regions · all limits', owner: 'ops' }]);
    expect(all[0]).not.toHaveProperty('id');
  });

  it.each([
    [{ until: '2026-11-20' }, 'until-past'],
    [{ until: '91d' }, 'until-too-late'],
    [{ until: 'sunday' }, 'until-not-understood'],
    [{ until: '2026-12-04T18:00' }, 'until-not-understood'],
    [{ accounts: ['stagin'] }, 'did you mean staging?'],
    [{ accounts: ['staging', 'missing'] }, 'not-watched'],
    [{ limits: ['buckets'] }, 'did you mean s3-buckets?'],
    [{ limits: ['S3-buckets'] }, 'did you mean s3-buckets?'],
    [{ regions: ['us-east-1'] }, 'covers-nothing'],
    [{ regions: ['eu-central-1'] }, 'not-watched'],
    [{ accounts: ['*'], limits: ['*'] }, 'covers-everything'],
    [{ accounts: ['staging', 'dev'], limits: ['s3-*', 'lambda-*'] }, 'covers-everything'],
  ])('refuses %o and stores nothing', async (asked, why) => {
    const sandbox = muteSandbox();
    expect(refusalsIn(await mutes(sandbox, { ...ASK, ...asked })).join('; ')).toContain(why);
    expect(versions(sandbox)).toBe(0);
  });

  it('mutes everything only when the request says everything', async () => {
    const { accounts: _, limits: __, ...open } = ASK;
    const sandbox = muteSandbox();
    expect(refusalsIn(await mutes(sandbox, open))[0]).toMatch(/^covers-everything/);
    expect(await mutes(sandbox, { ...open, everything: true })).toMatchObject({
      result: 'muted',
      mutes: [{ coverage: 'everything' }],
    });
  });

  it('accepts a mute of at most 90 days', async () => {
    const sandbox = muteSandbox();
    expect(await mutes(sandbox, { ...ASK, until: '90d' })).toMatchObject({ result: 'muted' });
    expect(await mutes(sandbox, { mutes: true })).toMatchObject({ unreadable: [] });
  });

  it.each([
    [{}, 'exactly one of mutes, mute and unmute is needed'],
    [{ mutes: true, mute: true }, 'exactly one'],
    [{ ...ASK, by: undefined }, 'by: must be'],
    [{ ...ASK, reason: '...' }, 'reason: must be'],
    [{ ...ASK, reason: 'two\nlines' }, 'reason: must be'],
    [{ ...ASK, until: undefined }, 'until: must be'],
    [{ ...ASK, accounts: [] }, 'accounts: must be'],
    [{ ...ASK, acounts: ['dev'] }, 'did you mean accounts?'],
    [{ mutes: true, until: 'friday' }, 'until'],
    [{ unmute: [], by: 'ana' }, 'unmute: must be'],
  ])('does not understand %o', async (event, why) => {
    const sandbox = muteSandbox();
    await expect(mutes(sandbox, event)).rejects.toThrow(why);
    expect(sandbox.calls.count({ service: 's3' })).toBe(0);
  });

  it('removes all the mutes that are named, or none of them', async () => {
    const sandbox = muteSandbox();
    await mutes(sandbox, ASK);
    const refused = await mutes(sandbox, { unmute: ['m-400000', 'm-000000'], by: 'ana' });
    expect(refusalsIn(refused)).toEqual(['no-such-mute (unmute): there is no mute m-000000']);
    expect(refused.mutes).toHaveLength(1);
  });

  it('loses nothing when several people mute at once', async () => {
    const sandbox = muteSandbox();
    const chances = [0.1, 0.2, 0.3, 0.4, 0.5];
    const answers = await Promise.all(chances.map((one) => mutes(sandbox, ASK, run, one)));
    expect(answers.map(({ result }) => result)).toEqual(chances.map(() => 'muted'));
    const { mutes: all } = await mutes(sandbox, { mutes: true });
    expect(new Set(all.map(({ id }) => id))).toEqual(
      new Set(answers.flatMap(({ changed }) => changed)),
    );
    expect(all).toHaveLength(chances.length);
  });

  it('recognises a write that succeeded although its answer was lost', async () => {
    const sandbox = muteSandbox({}, [
      {
        match: { service: 's3', operation: 'PutObject' },
        times: 1,
        effect: { kind: 'reset', isCarriedOut: true },
      },
    ]);
    expect(await mutes(sandbox, ASK)).toMatchObject({ result: 'muted', changed: ['m-400000'] });
    expect((await mutes(sandbox, { mutes: true })).mutes).toHaveLength(1);
    expect(versions(sandbox)).toBe(1);
  });

  it('reports that nothing was changed if S3 refuses', async () => {
    const sandbox = muteSandbox({}, [
      {
        match: { service: 's3', operation: 'PutObject' },
        times: 'always',
        effect: { kind: 'access denied' },
      },
    ]);
    expect(await mutes(sandbox, ASK)).toMatchObject({
      result: 'failed',
      changed: [],
      failure: { code: 'denied' },
    });
  });

  it('never overwrites an object that does not contain mutes of its deployment', async () => {
    const sandbox = muteSandbox();
    await forge(sandbox, '{"kind":"limits-watchdog.mutes","version":2}');
    expect(await mutes(sandbox, ASK)).toMatchObject({
      result: 'failed',
      failure: { code: 'not-understood' },
    });
    expect(versions(sandbox)).toBe(1);
  });

  it('keeps an unreadable entry until someone removes it, whatever else changes', async () => {
    const sandbox = muteSandbox();
    const entry = { id: 'm-777777', accounts: ['dev'], only: 'on weekdays' };
    await forge(
      sandbox,
      JSON.stringify({
        kind: 'limits-watchdog.mutes',
        version: 1,
        deployment: 'limits-watchdog',
        savedAt: '2026-11-22T12:00:00.000Z',
        mutes: [entry],
      }),
    );
    const made = await mutes(sandbox, ASK, run, 0.5);
    expect(made.unreadable).toMatchObject([{ problem: expect.stringContaining('is damaged: ') }]);
    const [damaged] = made.unreadable;
    const removed = await mutes(sandbox, { unmute: [damaged?.id], by: 'ana' });
    expect(removed).toMatchObject({ result: 'unmuted', unreadable: [] });
    expect(removed.mutes).toHaveLength(1);
  });

  it('shows an expired mute for a week, and drops it with the next change', async () => {
    const sandbox = muteSandbox();
    await mutes(sandbox, { ...ASK, until: '1d' });
    await sandbox.clock.sleep(2 * 86_400_000);
    expect((await mutes(sandbox, { mutes: true })).mutes).toMatchObject([{ state: 'expired' }]);
    await sandbox.clock.sleep(7 * 86_400_000);
    expect((await mutes(sandbox, { mutes: true })).mutes).toEqual([]);
    const { mutes: left } = await mutes(sandbox, { ...ASK, until: '1d' }, run, 0.5);
    expect(left.map(({ id }) => id)).toEqual(['m-800000']);
  });

  it('reads and writes no object but the mutes', async () => {
    const sandbox = muteSandbox();
    await mutes(sandbox, ASK);
    expect(sandbox.calls.tally()).toEqual({
      's3:GetObject': 1,
      's3:PutObject': 1,
    });
  });
});

describe('a stored mute', () => {
  const entry = { ...STORED_MUTE, createdAt: '2026-11-22T12:00:00.000Z' };

  it.each([
    [{}, undefined],
    [{ everything: true }, undefined],
    [{ everything: false }, '.everything'],
    [{ id: 'm-1' }, '.id'],
    [{ owner: '' }, '.owner'],
    [{ owner: undefined }, '.owner'],
    [{ reason: ' ' }, '.reason'],
    [{ accounts: 'dev' }, '.accounts'],
    [{ accounts: [''] }, '.accounts[0]'],
    [{ regions: ['EU'] }, '.regions[0]'],
    [{ until: '2026-11-24' }, '.until'],
    [{ until: '2027-11-24T00:00:00.000Z' }, 'more than 90 days'],
    [{ createdAt: '2026-12-22T12:00:00.000Z' }, 'yet to come'],
    [{ stages: ['prod'] }, '.stages is not a known field'],
  ])('with %o mutes nothing if a part of it cannot be understood', (more, fault) => {
    const document = {
      kind: 'limits-watchdog.mutes',
      version: 1,
      deployment: 'd',
      savedAt: entry.createdAt,
      mutes: [
        { ...entry, ...more },
        { ...entry, id: 'm-000001' },
      ],
    };
    const now = asClock(muteSandbox()).now();
    const parsed = parseMutes(JSON.stringify(document), 'd', now);
    if (parsed.kind !== 'entries') throw new Error(parsed.problem);
    const { mutes: read, unreadable } = parsed.entries;
    expect(read.map(({ id }) => id)).toEqual(
      fault === undefined ? ['m-1a2b3c', 'm-000001'] : ['m-000001'],
    );
    expect(unreadable.map(({ problem }) => problem).join()).toContain(fault ?? '');
  });
});
