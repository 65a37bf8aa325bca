import { expect, it } from 'vitest';

import { accountId } from '../../src/model/aws-ids.ts';
import { readRuleOrigins } from '../../src/setup/explain-targets.ts';
import { LIMITS } from '../config/limits.ts';

const OLD_VERSIONS = LIMITS.filter(({ id }) => id === 'lambda-old-versions');

it.each([
  ['listed accounts', 'accounts:', 'accounts[0]'],
  [
    'listed beside discovered ones',
    'accounts:\n  organizations: {}\n  listed:',
    'accounts.listed[0]',
  ],
])('names the place of each setting: %s', (_case, head, place) => {
  const settings = '{ ceiling: 500, warn: 90 }';
  const text = `${head}\n    - { id: '222222222222', limits: { lambda-old-versions: ${settings} } }\n`;
  const originsOf = readRuleOrigins(text, LIMITS);
  const origins = OLD_VERSIONS.map((limit) => originsOf(accountId('222222222222'), limit));
  expect(origins).toEqual([
    {
      warn: `${place}.limits.lambda-old-versions.warn`,
      ceiling: `${place}.limits.lambda-old-versions.ceiling`,
    },
  ]);
});
