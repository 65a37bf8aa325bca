import { describe, expect, it, test } from 'vitest';

import { describeFaults } from '../../src/config/faults.ts';
import { parseConfiguration } from '../../src/config/parse.ts';
import { changed } from './broken-files.ts';
import { LIMITS } from './limits.ts';

const parse = (...rules: readonly string[]) =>
  parseConfiguration(
    changed([
      '',
      `increases:\n  mode: ask\n  rules:\n${rules.map((r) => `    - ${r}\n`).join('')}`,
    ]),
    LIMITS,
  );

const faultsOf = (rule: string): string => {
  const result = parse(rule);
  return result.ok ? 'no fault' : describeFaults(result.faults, 'watchdog.yml');
};

const BUCKETS = 'limit: s3-buckets, ceiling: 20000';

describe('increases of watchdog.yml', () => {
  it('have a ceiling, a step and their accounts', () => {
    const result = parse(
      `{ ${BUCKETS}, step: 1000, supportCase: true, accounts: [dev], regions: [global] }`,
      `{ ${BUCKETS}, factor: 1.5, stages: [prod] }`,
    );
    expect(result.ok && result.configuration.increases).toEqual({
      mode: 'ask',
      rules: [
        {
          limit: 's3-buckets',
          ceiling: 20_000,
          step: { kind: 'by', amount: 1_000 },
          supportCase: true,
          accounts: ['dev'],
          stages: [],
          regions: ['global'],
        },
        {
          limit: 's3-buckets',
          ceiling: 20_000,
          step: { kind: 'times', factor: 1.5 },
          supportCase: false,
          accounts: [],
          stages: ['prod'],
          regions: [],
        },
      ],
    });
  });

  it('are absent, and dry when present, unless the file says otherwise', () => {
    const none = parseConfiguration(changed(), LIMITS);
    expect(none.ok && 'increases' in none.configuration).toBe(false);
    const text = changed(['', `increases:\n  rules: [{ ${BUCKETS}, step: 1 }]\n`]);
    const dry = parseConfiguration(text, LIMITS);
    expect(dry.ok && dry.configuration.increases?.mode).toBe('dry');
  });

  test.each([
    ['no step', `{ ${BUCKETS} }`, 'has neither step nor factor; give one of them'],
    ['two steps', `{ ${BUCKETS}, step: 5, factor: 2 }`, 'has both step and factor'],
    ['no ceiling', '{ limit: s3-buckets, step: 5 }', 'ceiling'],
    [
      'a ceiling that is no number',
      '{ limit: s3-buckets, step: 5, ceiling: lots }',
      'whole number',
    ],
    ['a factor that is no growth', `{ ${BUCKETS}, factor: 1 }`, 'a number from 1.01 to 10'],
    [
      'a limit that AWS does not increase',
      '{ limit: lambda-code-storage, ceiling: 500, step: 5 }',
      'lambda-code-storage is not increased by AWS',
    ],
    [
      'a limit whose ceiling is the own',
      '{ limit: lambda-old-versions, ceiling: 500, step: 5 }',
      'lambda-old-versions is not increased by AWS',
    ],
    ['a misspelt limit', '{ limit: s3-bucket, ceiling: 5, step: 5 }', 'did you mean s3-buckets?'],
    ['an unknown account', `{ ${BUCKETS}, step: 5, accounts: [dve] }`, 'did you mean dev?'],
    ['an unknown Region', `{ ${BUCKETS}, step: 5, regions: [ap-*] }`, 'matches no Region'],
    ['a stage of no account', `{ ${BUCKETS}, step: 5, stages: [unstaged] }`, 'fits no account'],
    ['an unknown key', `{ ${BUCKETS}, step: 5, celling: 6 }`, 'celling'],
  ])('are refused with %s', (_, rule, wanted) => {
    expect(faultsOf(rule)).toContain(wanted);
  });
});
