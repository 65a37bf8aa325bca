import { describe, expect, it } from 'vitest';

import { catalogue } from '../../src/limits/catalogue.ts';
import { muteSandbox } from '../alerts/mutes/run-mute.ts';
import { roleAllowing } from '../sandbox/fixtures/administrator.ts';
import { TOOLING } from '../watch/run-watch.ts';
import { deployedMutes, typeMute } from './run-mute-command.ts';

const FRIDAY = [
  'mute',
  'staging',
  '--limit',
  's3-buckets',
  '--until',
  'friday',
  '--reason',
  'known',
];

describe('limits-watchdog mute, mutes and unmute', () => {
  it('make, show and end a mute, with the right to invoke that one function', async () => {
    const sandbox = deployedMutes();
    expect(await typeMute(sandbox, FRIDAY)).toMatchInlineSnapshot(`
      {
        "err": [],
        "exitCode": 0,
        "out": [
          "Muted m-400000: staging · all Regions · s3-buckets",
          "until Friday 2026-11-27 24:00 UTC",
          "Owner: ana. Reason: known",
          "It still counts in metrics and reports. Alerts that are open when the mute ends are sent then.",
          "To end it sooner: limits-watchdog unmute m-400000",
        ],
      }
    `);
    expect(await typeMute(sandbox, ['mutes'])).toMatchInlineSnapshot(`
      {
        "err": [],
        "exitCode": 0,
        "out": [
          "ID        COVERS                              UNTIL                        OWNER  REASON  NOTE",
          "m-400000  staging · all Regions · s3-buckets  Friday 2026-11-27 24:00 UTC  ana    known",
          "",
          "1 active mute. Muted limits still count in metrics and reports.",
        ],
      }
    `);
    expect(await typeMute(sandbox, ['unmute', 'm-400000'])).toMatchInlineSnapshot(`
      {
        "err": [],
        "exitCode": 0,
        "out": [
          "Removed m-400000. The next run sends the alerts that are open.",
        ],
      }
    `);
    expect(await typeMute(sandbox, ['mutes'])).toMatchInlineSnapshot(`
      {
        "err": [],
        "exitCode": 0,
        "out": [
          "Nothing is muted.",
        ],
      }
    `);
  });

  it('records who made it and who answers for it', async () => {
    const sandbox = deployedMutes();
    await typeMute(sandbox, [...FRIDAY, '--owner', 'team-data', '--by', 'ben']);
    const { out } = await typeMute(sandbox, ['mutes', '--json']);
    expect(JSON.parse(out.join('\n')).mutes).toMatchObject([
      { owner: 'team-data', statedBy: 'ben', covers: 'staging · all Regions · s3-buckets' },
    ]);
  });

  it('says which flag is wrong, and what was probably meant', async () => {
    const wrong = [
      'mute',
      'stagin',
      '--limit',
      'buckets',
      '--until',
      'sunday',
      '--reason',
      'known',
    ];
    expect(await typeMute(deployedMutes(), wrong)).toMatchInlineSnapshot(`
      {
        "err": [
          "--until: "sunday": it is Sunday in UTC now, so this could be today or 2026-11-29; write today, or 2026-11-29.",
          "ACCOUNT: "stagin" fits nothing that is watched (did you mean staging?).",
          "--limit: "buckets" fits nothing that is watched (did you mean s3-buckets?).",
          "Nothing was changed.",
        ],
        "exitCode": 1,
        "out": [],
      }
    `);
  });

  it.each([
    [['--reason', '...'], /^--reason must be/],
    [['--owner', ' '], /^--owner must be/],
    [['--by', 'two\nlines'], /^--by must be/],
  ])('invokes nothing for %o', async (flags, why) => {
    const sandbox = deployedMutes();
    const base = FRIDAY.filter((_, at) => flags[0] !== '--reason' || at < 6);
    const { exitCode, err } = await typeMute(sandbox, [...base, ...flags]);
    expect({ exitCode, why: err.join() }).toEqual({ exitCode: 1, why: expect.stringMatching(why) });
    expect(sandbox.calls.count({ service: 'lambda' })).toBe(0);
  });

  it('refuses to mute everything without --everything', async () => {
    const all = ['mute', '--until', '3d', '--reason', 'known'];
    const refused = await typeMute(deployedMutes(), all);
    expect(refused.exitCode).toBe(4);
    expect(refused.err.join()).toContain('--everything');
    expect((await typeMute(deployedMutes(), [...all, '--everything'])).exitCode).toBe(0);
  });

  it('shows its required flags in the help, and ids and titles of limits in columns', async () => {
    const { out, err } = await typeMute(deployedMutes(), ['mute', '--help']);
    const help = [...out, ...err].join('\n');
    expect(help).toContain('mute --until <when> --reason <text> [options] [account...]');
    expect(help.replaceAll(/\s+/g, ' ')).toContain('why; shown wherever the mute shows (required)');
    for (const { definition } of catalogue)
      expect(help).toMatch(new RegExp(`^  ${definition.id}  +\\S`, 'm'));
  });

  it('names the command that shows the ids when there is no such mute', async () => {
    const { exitCode, err } = await typeMute(deployedMutes(), ['unmute', 'm-123456']);
    expect({ exitCode, err }).toMatchInlineSnapshot(`
      {
        "err": [
          "ID: there is no mute m-123456.",
          "The ids of all mutes: limits-watchdog mutes",
          "Nothing was changed.",
        ],
        "exitCode": 1,
      }
    `);
  });

  it('does not say that nothing was done when the result is unknown', async () => {
    const { exitCode, err } = await typeMute(
      deployedMutes(() => ({ version: 2 })),
      FRIDAY,
    );
    expect(exitCode).toBe(1);
    expect(err.at(-1)).toBe('Whether it was done is not known; see limits-watchdog mutes.');
  });

  it('names the missing permission to a caller who may not invoke it', async () => {
    const sandbox = muteSandbox({}, [], [roleAllowing('person', 's3:GetObject')]);
    sandbox
      .change({ account: TOOLING, region: 'eu-west-1' })
      .createFunction({ name: 'limits-watchdog-mute' });
    const { exitCode, err } = await typeMute(sandbox, FRIDAY);
    expect({ exitCode, err }).toMatchInlineSnapshot(`
      {
        "err": [
          "Your credentials may not invoke limits-watchdog-mute (111111111111, eu-west-1); they need lambda:InvokeFunction on it, in the tooling account (AccessDeniedException, request 5a4db0c5-0000-4000-8000-000000000001).",
          "Nothing was changed.",
        ],
        "exitCode": 1,
      }
    `);
  });
});
