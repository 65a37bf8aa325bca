import { describe, expect, it } from 'vitest';

import { targetsOf } from '../../src/accounts/targets.ts';
import { targetKey } from '../../src/model/target.ts';
import { accountConfiguration } from '../model/make.ts';

const both = new Set(['region', 'account'] as const);

function keys(scopes: ReadonlySet<'region' | 'account'>, regions = true): readonly string[] {
  const account = accountConfiguration(regions ? {} : { regions: [] });
  return targetsOf(account, scopes).map(targetKey);
}

describe('the targets of an account', () => {
  it('are each Region once and the account as a whole once', () => {
    expect(keys(both)).toEqual([
      '222222222222/eu-west-1',
      '222222222222/us-east-1',
      '222222222222/global',
    ]);
  });

  it.each([
    ['region', ['222222222222/eu-west-1', '222222222222/us-east-1']],
    ['account', ['222222222222/global']],
  ] as const)('are nothing that no limit needs: only %s', (scope, expected) => {
    expect(keys(new Set([scope]))).toEqual(expected);
  });

  it('are none when there is no limit', () => {
    expect(keys(new Set())).toEqual([]);
  });

  it('are the account alone when no Region is configured', () => {
    expect(keys(both, false)).toEqual(['222222222222/global']);
  });

  it('contain the origin of the Region, and of the account only its id, name and stage', () => {
    expect(targetsOf(accountConfiguration(), both)).toEqual([
      {
        scope: 'region',
        account: { id: '222222222222', name: 'dev', stage: 'nonprod' },
        region: 'eu-west-1',
        origin: 'default',
      },
      {
        scope: 'region',
        account: { id: '222222222222', name: 'dev', stage: 'nonprod' },
        region: 'us-east-1',
        origin: 'account',
      },
      { scope: 'account', account: { id: '222222222222', name: 'dev', stage: 'nonprod' } },
    ]);
  });
});
