import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { catalogue } from '../../../src/limits/catalogue.ts';
import type { CheckSelection, CheckScope } from '../../../src/functions/watch/check-selection.ts';
import { selectForCheck } from '../../../src/functions/watch/check-selection.ts';
import { selectScope } from '../../../src/cli/check/own-account.ts';
import { requireSelection } from '../../../src/functions/doctor-selection.ts';
import { EventNotUnderstood } from '../../../src/functions/prune/prune-event.ts';
import type { WatchRequest } from '../../../src/functions/watch/event.ts';
import { readWatchRequest } from '../../../src/functions/watch/event.ts';
import { targetsOf } from '../../../src/accounts/targets.ts';
import { placeOf } from '../../../src/model/target.ts';
import { deployment } from '../../doctor/run-doctor.ts';

const { configuration } = deployment({ regions: ['eu-west-1', 'us-east-1'] });
const limits = catalogue.map(({ definition }) => definition);
/** Returns the accounts, Regions and limits that a request for a check selects. */
function selectedBy(request: WatchRequest): CheckScope {
  if (request.kind !== 'check') throw new Error(request.kind);
  return requireSelection(selectForCheck(configuration, limits, request.selection));
}

const ALL: CheckSelection = { accounts: [], regions: [], limits: [] };

/** Returns a selection in short form: `dev: eu-west-1, us-east-1; s3-buckets`. */
function outline(selection: Partial<CheckSelection>): unknown {
  const selected = selectForCheck(configuration, limits, { ...ALL, ...selection });
  if (typeof selected === 'string') return selected;
  const places = selected.accounts.map(
    ({ name, regions }) => `${name}: ${regions.map(({ region }) => region).join(', ')}`,
  );
  return [...places, selected.limits.map(({ id }) => id).join(', '), selected.narrowedTo ?? 'all'];
}

/** Returns the selected targets, without Regions in which nothing is measured. */
function measured({ accounts, limits: meant, narrowedTo }: CheckScope): unknown {
  const scopes = new Set(meant.map(({ scope }) => scope));
  const targets = accounts.flatMap((account) =>
    targetsOf(account, scopes).map((target) => [account.name, placeOf(target)]),
  );
  return { targets, limits: meant, narrowedTo };
}

describe('the selection of a check', () => {
  it.each<[Partial<CheckSelection>, readonly string[]]>([
    [
      {},
      [
        'dev: eu-west-1, us-east-1',
        'prod: eu-west-1, us-east-1',
        'lambda-code-storage, lambda-old-versions, s3-buckets',
        'all',
      ],
    ],
    [
      { accounts: ['2222*'], limits: ['s3-*'] },
      ['dev: eu-west-1, us-east-1', 's3-buckets', 'accounts "2222*", limits "s3-*"'],
    ],
    // Buckets belong to no Region.
    [
      { accounts: ['dev'], regions: ['us-*'] },
      [
        'dev: us-east-1',
        'lambda-code-storage, lambda-old-versions',
        'accounts "dev", Regions "us-*"',
      ],
    ],
    [
      { accounts: ['dev'], regions: ['global'] },
      ['dev: ', 's3-buckets', 'accounts "dev", Regions "global"'],
    ],
    [
      { accounts: ['dev'], regions: ['global', 'eu-west-1'], limits: ['s3-*'] },
      [
        'dev: eu-west-1',
        's3-buckets',
        'accounts "dev", Regions "global", "eu-west-1", limits "s3-*"',
      ],
    ],
    [
      { accounts: ['dev'], regions: ['*'] },
      [
        'dev: eu-west-1, us-east-1',
        'lambda-code-storage, lambda-old-versions, s3-buckets',
        'accounts "dev", Regions "*"',
      ],
    ],
  ])('is measured, and named in the report: %j', (selection, expected) => {
    expect(outline(selection)).toEqual(expected);
  });

  it('is the same for the command line, which refuses more and never measures anything else', () => {
    const globs = (...texts: readonly string[]) =>
      fc.array(fc.constantFrom(...texts), { maxLength: 2 });
    fc.assert(
      fc.property(
        globs('dev', '3333*', '*', 'dve'),
        globs('eu-west-1', 'us-*', 'global', '*', 'ap-*'),
        globs('s3-*', 'lambda-code-storage', '*', 'rds-*'),
        (accounts, regions, named) => {
          const there = selectForCheck(configuration, limits, { accounts, regions, limits: named });
          const options = { account: accounts, region: regions, limit: named };
          const here = selectScope(configuration, limits, options);
          const isSame = here.ok && typeof there !== 'string';
          expect(here.ok ? measured(here.selected) : 'refused').toEqual(
            isSame ? measured(there) : 'refused',
          );
        },
      ),
    );
  });

  it.each<[Partial<CheckSelection>, string]>([
    [
      { accounts: ['missing'] },
      'accounts: no account of the configuration is called "missing"; there are "dev", "prod"',
    ],
    [
      { limits: ['rds-*'] },
      'limits: there is none called "rds-*"; there are lambda-code-storage, lambda-old-versions, s3-buckets',
    ],
    [
      { regions: ['ap-*'] },
      'regions: nothing of this is measured in "ap-*"; it is in eu-west-1, us-east-1, global (s3-buckets)',
    ],
    [
      { regions: ['eu-west-1'], limits: ['s3-buckets'] },
      'regions: nothing of this is measured in "eu-west-1"; it is in global (s3-buckets)',
    ],
    [
      { regions: ['global'], limits: ['lambda-*'] },
      'regions: nothing of this is measured in "global"; it is in eu-west-1, us-east-1',
    ],
    // A name that matches must not hide another one that was misspelt.
    [
      { accounts: ['dev', 'prdo'] },
      'accounts: no account of the configuration is called "prdo"; there are "dev", "prod"',
    ],
    [
      { limits: ['lambda-*', 's3-bukets'] },
      'limits: there is none called "s3-bukets"; there are lambda-code-storage, lambda-old-versions, s3-buckets',
    ],
    [
      { regions: ['eu-west-1', 'eu-wets-2'] },
      'regions: nothing of this is measured in "eu-wets-2"; it is in eu-west-1, us-east-1, global (s3-buckets)',
    ],
  ])('is refused when it selects nothing, or less than was named: %j', (selection, sentence) => {
    expect(outline(selection)).toBe(sentence);
    const read = () => selectedBy(readWatchRequest({ check: true, ...selection }));
    expect(read).toThrow(EventNotUnderstood);
    expect(read).toThrow(sentence);
  });

  it.each([
    [{ check: true, limits: [] }, 'limits: must be a list of limits such as ["lambda-*"]'],
    [{ check: true, limits: 's3-*' }, 'limits: must be a list of limits'],
    [{ check: true, limit: ['s3-*'] }, '"limit": is not a known key (did you mean limits?)'],
    [{ limits: ['s3-*'] }, '"limits": is not a known key'],
  ])('is refused when it is not understood: %j', (event, sentence) => {
    expect(() => selectedBy(readWatchRequest(event))).toThrow(sentence);
  });
});
