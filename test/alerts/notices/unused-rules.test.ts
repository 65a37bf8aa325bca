import { describe, expect, it } from 'vitest';

import { alertRuleProblems } from '../../../src/alerts/notices/mutes.ts';
import { accountId, region, topicArn } from '../../../src/model/aws-ids.ts';
import type { Mute, Route } from '../../../src/model/configuration.ts';
import { limitId } from '../../../src/model/limit.ts';
import { DAY_MS, instant } from '../../../src/model/time.ts';

const NOW = instant(Date.parse('2026-11-22T06:00:00Z'));
const LIMITS = [
  { id: limitId('lambda-code-storage'), scope: 'region' },
  { id: limitId('s3-buckets'), scope: 'account' },
] as const;
const regions = [{ region: region('eu-west-1'), origin: 'default' as const }];
const ACCOUNTS = [
  { id: accountId('222222222222'), name: 'dev', stage: 'nonprod', regions },
  { id: accountId('555555555555'), name: 'shop', stage: 'prod', regions },
] as const;

function mute(more: Partial<Mute>): Mute {
  const until = instant(NOW + DAY_MS);
  return { accounts: [], regions: [], limits: [], until, owner: 'ops', reason: 'x', ...more };
}

function route(name: string, more: Partial<Route> = {}): Route {
  const topic = topicArn('arn:aws:sns:eu-west-1:111111111111:alerts');
  return { name, accounts: [], stages: [], limits: [], topicArn: topic, ...more };
}

function problems(mutes: readonly Mute[], routes: readonly Route[] = []): readonly string[] {
  return alertRuleProblems({ mutes, routes }, ACCOUNTS, LIMITS, NOW).map(({ problem }) => problem);
}

describe('a mute', () => {
  it.each<[string, Partial<Mute>]>([
    ['of no account', { accounts: ['missing-*'] }],
    ['of a Region that no account has', { regions: ['us-*'] }],
    ['of a limit where it is not', { regions: ['eu-west-1'], limits: ['s3-*'] }],
  ])('%s matches nothing', (_what, more) => {
    expect(problems([mute(more)])).toEqual([expect.stringContaining('matches nothing')]);
  });

  it.each<[string, Partial<Mute>]>([
    ['by all accounts', { accounts: ['d*', 's*'] }],
    ['by all limits', { limits: ['lambda-*', 's3-*'] }],
    ['by all Regions', { regions: ['eu-*', 'global'] }],
  ])('%s silences everything, and has to say so', (_what, more) => {
    expect(problems([mute(more)])).toEqual([expect.stringContaining('mutes everything')]);
    expect(problems([mute({ ...more, everything: true })])).toEqual([]);
  });

  it('that covers something, or has expired, is not reported', () => {
    expect(problems([mute({ accounts: ['dev'] })])).toEqual([]);
    expect(problems([mute({ accounts: ['missing'], until: NOW })])).toEqual([]);
  });
});

describe('a route', () => {
  it.each<[string, readonly Route[], readonly string[]]>([
    ['of no account', [route('a', { accounts: ['missing-*'] })], ['a']],
    ['of no stage', [route('a', { stages: ['unstaged'] })], ['a']],
    ['behind one that takes all', [route('a'), route('b', { stages: ['prod'] })], ['b']],
    [
      'behind two that take all together',
      [route('a', { stages: ['prod'] }), route('b', { accounts: ['dev'] }), route('c')],
      ['c'],
    ],
    ['that takes the rest', [route('a', { limits: ['s3-*'] }), route('b')], []],
  ])('%s', (_what, routes, named) => {
    expect(problems([], routes)).toEqual(
      named.map(
        (name) => expect.stringContaining(`the route ${name} receives no alerts`) as unknown,
      ),
    );
  });
});

it('no rule is reported when nothing is watched, which is reported separately', () => {
  expect(alertRuleProblems({ mutes: [mute({})], routes: [route('a')] }, [], LIMITS, NOW)).toEqual(
    [],
  );
});
