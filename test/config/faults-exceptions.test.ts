import { describe, expect, test } from 'vitest';

import { parseConfiguration } from '../../src/config/parse.ts';
import { changed, faultsOf } from './broken-files.ts';
import { LIMITS } from './limits.ts';

/** Returns the valid file with these exceptions from line 5. */
function withExceptions(...exceptions: readonly string[]): string {
  const lines = exceptions.map((one) => `  - { ${one} }`).join('\n');
  return changed(['accounts:\n', `exceptions:\n${lines}\naccounts:\n`]);
}

const WHO = 'owner: platform, reason: S3 is not used here';
const S3 = `limit: s3-buckets, ${WHO}`;

describe('exceptions', () => {
  test('all in order', () => {
    expect(
      faultsOf(
        withExceptions(
          `${S3}, accounts: ['d*'], leaveOut: true`,
          `${S3}, stages: [prod], quota: 2000`,
          `limit: lambda-code-storage, ${WHO}, accounts: [dev], quotaGiB: 300`,
        ),
      ),
    ).toBe('no fault');
  });

  test.each([
    ['nothing but the limit', 'limit: s3-buckets'],
    ['neither accounts nor stages', `${S3}, leaveOut: true`],
    ['nothing to do', `${S3}, accounts: [dev]`],
    ['two things to do', `${S3}, accounts: [dev], leaveOut: true, quota: 5`],
    ['leaveOut: false', `${S3}, accounts: [dev], leaveOut: false`],
    ['a limit that there is not', `limit: s3-bucket, ${WHO}, accounts: [dev], leaveOut: true`],
    ['an unknown account', `${S3}, accounts: [dve], leaveOut: true`],
    ['a stage that its accounts have not', `${S3}, accounts: [dev], stages: [prod], quota: 5`],
    ['no quota', `${S3}, accounts: [dev], quota: 0`],
    ['a quota in GiB of what is counted', `${S3}, accounts: [dev], quotaGiB: 5`],
    [
      'a quota in things of what is in bytes',
      `limit: lambda-code-storage, ${WHO}, accounts: [dev], quota: 5`,
    ],
    ['a quota of a ceiling', `limit: lambda-old-versions, ${WHO}, accounts: [dev], quota: 5`],
    ['a misspelt key', `${S3}, account: [dev], leaveOut: true`],
  ])('that say %s', (_, exception) => {
    expect(faultsOf(withExceptions(exception))).toMatchSnapshot();
  });

  test('of which the first makes the second useless', () => {
    expect(
      faultsOf(
        withExceptions(
          `${S3}, stages: [nonprod], quota: 5`,
          `${S3}, accounts: [dev], leaveOut: true`,
        ),
      ),
    ).toMatchSnapshot();
  });

  test('that leave an account without limits', () => {
    const all = LIMITS.map(({ id }) => `limit: ${id}, ${WHO}, accounts: [dev], leaveOut: true`);
    expect(faultsOf(withExceptions(...all))).toMatchSnapshot();
  });

  test('remove the rule of a limit, or state its quota, in the accounts that they match', () => {
    const result = parseConfiguration(
      withExceptions(
        `${S3}, stages: [nonprod], leaveOut: true`,
        `${S3}, accounts: ['*'], quota: 9`,
      ),
      LIMITS,
    );
    if (!result.ok) throw new Error('the file has faults');
    const [dev, prod] = result.configuration.accounts;
    const who = { owner: 'platform', reason: 'S3 is not used here' };
    expect(dev?.rules.map(({ limit }) => limit)).not.toContain('s3-buckets');
    expect(dev?.leftOut).toEqual([{ limit: 's3-buckets', ...who }]);
    expect(prod?.leftOut).toBeUndefined();
    expect(prod?.rules.find(({ limit }) => limit === 's3-buckets')).toMatchObject({
      statedQuota: { value: { unit: 'count', amount: 9 }, ...who },
    });
  });
});
