import { execFileSync } from 'node:child_process';

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { muteCommand, unmuteCommand } from '../../../src/alerts/words/mute-command.ts';
import { accountWord, shellWord } from '../../../src/text/shell-words.ts';
import { muteOf } from '../../../src/alerts/notices/mutes.ts';
import { muteEventOf, noticesWith } from './mute-command-notices.ts';

const { limit, blind, seenAgain, jump, closed, pruneRole } = noticesWith('staging');

describe('the command that mutes an alert', () => {
  it.each([
    [
      'a limit of a Region',
      [limit('eu-west-1')],
      '--only-region eu-west-1 --limit lambda-code-storage',
    ],
    ['a limit of an account', [limit('global', 's3-buckets')], '--limit s3-buckets'],
    ['a jump', [jump], '--only-region eu-west-1 --limit s3-buckets'],
    [
      'a blind Region',
      [blind('eu-west-1')],
      '--only-region eu-west-1 --limit lambda-code-storage --limit lambda-old-versions',
    ],
    [
      'several blind Regions',
      [blind('eu-west-1'), blind('us-east-1')],
      '--only-region eu-west-1 --only-region us-east-1 --limit lambda-code-storage --limit lambda-old-versions',
    ],
  ])('names %s', (_, notices, flags) => {
    expect(muteCommand('limits-watchdog', notices)).toBe(
      `limits-watchdog mute staging ${flags} --until 7d --reason '...'`,
    );
  });

  it.each([
    ['what is over', [seenAgain]],
    ['what is closed', [closed]],
    ['what no mute covers', [pruneRole]],
    [
      'what is muted',
      [
        {
          ...limit('eu-west-1'),
          mutedBy: { owner: 'a', reason: 'b', until: limit('eu-west-1').at },
        },
      ],
    ],
    ['nothing', []],
  ])('is absent for %s', (_, notices) => {
    expect(muteCommand('limits-watchdog', notices)).toBeUndefined();
  });

  it('covers its alert, and nothing of another account, Region or limit', () => {
    const notices = [blind('eu-west-1'), blind('us-east-1')];
    const mute = muteEventOf(muteCommand('limits-watchdog', notices) ?? '');
    const about = (more: object) => ({
      account: notices[0]!.target.account,
      place: 'eu-west-1',
      limits: ['lambda-code-storage', 'lambda-old-versions'],
      ...more,
    });
    const now = limit('eu-west-1').at;
    expect(muteOf([mute], about({}), now)).toBeDefined();
    expect(muteOf([mute], about({ place: 'us-east-1' }), now)).toBeDefined();
    expect(muteOf([mute], about({ place: 'eu-central-1' }), now)).toBeUndefined();
    expect(muteOf([mute], about({ limits: ['s3-buckets'] }), now)).toBeUndefined();
  });

  it.each([
    '-rf',
    'a b',
    "it's",
    '$(reboot)',
    '`id`',
    'a*',
    'a?',
    'a\nb',
    'é',
    '',
    'a;b',
    '\u202edev',
  ])('names the account %o by its id', (name) => {
    expect(accountWord({ ...limit('eu-west-1').target.account, name })).toBe('222222222222');
    const [first] = [noticesWith(name).limit('eu-west-1')];
    expect(muteCommand('limits-watchdog', [first])).toMatch(/^limits-watchdog mute 222222222222 /);
  });

  it('names one mute for unmute', () => {
    expect(unmuteCommand('limits-watchdog', 'm-1a2b3c')).toBe('limits-watchdog unmute m-1a2b3c');
    expect(unmuteCommand('limits-watchdog', "m'; reboot")).toBe(
      String.raw`limits-watchdog unmute 'm'\''; reboot'`,
    );
  });
});

it('a shell reads any quoted text as one word, unchanged', () => {
  const any = fc.string({ unit: 'binary' }).filter((text) => !/[\0\ud800-\udfff]/.test(text));
  const texts = fc.sample(any, 300);
  const script = `printf '%s.' ${texts.map(shellWord).join(' ')}`;
  const said = execFileSync('/bin/sh', ['-c', script]).toString();
  expect(said).toBe(texts.map((text) => `${text}.`).join(''));
});
