import { describe, expect, it } from 'vitest';

import { catalogue } from '../../src/limits/catalogue.ts';
import { parseConfiguration } from '../../src/config/index.ts';
import type { SelectionOptions } from '../../src/cli/selection-flags.ts';
import { selectTargets } from '../../src/cli/selection-flags.ts';
import { CONFIGURATION } from './run-command.ts';

const definitions = catalogue.map(({ definition }) => definition);
const base: object = JSON.parse(CONFIGURATION);
const parsed = parseConfiguration(
  JSON.stringify({
    ...base,
    accounts: [
      { id: '222222222222', name: 'dev', stage: 'nonprod' },
      { id: '333333333333', name: 'team-a', stage: 'nonprod', regions: ['us-east-1'] },
      { id: '555555555555', name: 'prod', stage: 'prod' },
    ],
  }),
  definitions,
);
if (!parsed.ok) throw new Error('the configuration of this test is faulty');
const { configuration } = parsed;

const none = { account: [], region: [], limit: [] };
const select = (options: Partial<SelectionOptions>, limits = definitions) =>
  selectTargets(configuration, limits, { ...none, ...options });

function shown(options: Partial<SelectionOptions>, limits = definitions) {
  const selection = select(options, limits);
  if (!selection.ok) return selection.messages;
  const { accounts, includesWhole, limits: ids } = selection.selected;
  const places = accounts.map(
    ({ name, regions }) => `${name}: ${regions.map(({ region }) => region).join(' ')}`,
  );
  return [...places, ...(includesWhole ? ['global'] : []), ids.length];
}

describe('--account, --region and --limit', () => {
  it.each([
    [{}, ['dev: eu-west-1', 'team-a: us-east-1', 'prod: eu-west-1', 'global', 3]],
    [{ account: ['dev'] }, ['dev: eu-west-1', 'global', 3]],
    [{ account: ['2222*', 'team-?'] }, ['dev: eu-west-1', 'team-a: us-east-1', 'global', 3]],
    [{ region: ['us-*'] }, ['team-a: us-east-1', 3]],
    [{ region: ['us-*', 'ap-*'] }, ['team-a: us-east-1', 3]],
    [{ region: ['global'] }, ['dev: ', 'team-a: ', 'prod: ', 'global', 3]],
    [{ limit: ['s3-*'], account: ['dev'] }, ['dev: ', 'global', 1]],
    [{ limit: ['lambda-*'], account: ['dev'] }, ['dev: eu-west-1', 2]],
  ])('%j select the targets that all of them fit', (options, expected) => {
    expect(shown(options)).toEqual(expected);
  });

  it('select only accounts and Regions for a command without limits', () => {
    expect(shown({ account: ['dev'] }, [])).toEqual(['dev: eu-west-1', 0]);
    expect(shown({ region: ['global'] }, [])).toEqual([expect.stringContaining('none of the')]);
  });

  it.each([
    [
      { account: ['dve'] },
      '--account: no account of the configuration is called "dve" (did you mean dev?); there are "dev", "team-a", "prod".',
    ],
    [
      { account: ['dev', 'qa'] },
      '--account: no account of the configuration is called "qa"; there are "dev", "team-a", "prod".',
    ],
    [
      { region: ['eu-wets-1'] },
      '--region: none of the accounts is watched in "eu-wets-1" (did you mean eu-west-1?); they are in eu-west-1, us-east-1, global.',
    ],
    [
      { limit: ['s3-bucket'] },
      '--limit: there is no limit "s3-bucket" (did you mean s3-buckets?); there are lambda-code-storage, lambda-old-versions, s3-buckets.',
    ],
    [
      { account: ['team-a', 'dev'], region: ['us-*'], limit: ['s3-buckets'] },
      'Nothing is selected: s3-buckets',
    ],
    [
      { account: ['*'], region: ['eu-west-1'], limit: ['s3-buckets'] },
      'Nothing is selected: s3-buckets is measured once an account, which is no Region; leave out --region, or say --region global.',
    ],
    [{ account: ['d\u001b[2J'] }, '"d\\u001b[2J"'],
  ])('%j select nothing, and never silently everything', (options, sentence) => {
    const selection = select(options);
    expect(selection.ok).toBe(false);
    expect(selection.ok ? '' : selection.messages.join('\n')).toContain(sentence);
  });

  it('name every flag that matches nothing', () => {
    const selection = select({ account: ['x'], region: ['y'], limit: ['z'] });
    expect(selection.ok ? [] : selection.messages).toHaveLength(3);
  });
});
