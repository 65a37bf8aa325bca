import { describe, expect, it } from 'vitest';

import { region } from '../../../src/model/aws-ids.ts';
import type { ReadFailure } from '../../../src/model/failure.ts';
import { instant } from '../../../src/model/time.ts';
import type { ExistingVersions } from '../../../src/prune/apply/lost-deletions.ts';
import { outcomesFound, withoutAnswer } from '../../../src/prune/apply/lost-deletions.ts';
import type { PruneOutcome } from '../../../src/prune/model/journal-segment.ts';
import { deletableKey } from '../../../src/prune/model/journal-segment.ts';
import { deletableVersion } from '../../../src/prune/model/version.ts';

const NUMBER = deletableVersion('4');
if (NUMBER === undefined) throw new Error('4 is a version');
const REF = { region: region('eu-west-1'), functionName: 'orders', version: NUMBER };
const KEY = deletableKey(REF);
const AT = instant(0);

function failed(reason: ReadFailure['reason']): ReadFailure {
  return { reason, operation: 'lambda:X', errorName: 'X', message: '', attempts: 1 };
}

const LOST = failed('unavailable');
const THERE: ExistingVersions = { kind: 'read', value: new Set(['3', '4', '44']) };
/** Versions whose number only begins or ends like 4 are different versions. */
const GONE: ExistingVersions = { kind: 'read', value: new Set(['3', '44', '14']) };
const NO_FUNCTION: ExistingVersions = { kind: 'failed', failure: failed('absent') };
const DENIED: ExistingVersions = { kind: 'failed', failure: failed('denied') };
const CHANGED: PruneOutcome = { kind: 'skipped', reason: { code: 'versions-changed' } };
const FUNCTION_GONE: PruneOutcome = { kind: 'skipped', reason: { code: 'function-gone' } };
const REFUSED: PruneOutcome = { kind: 'skipped', reason: { code: 'refused', failure: LOST } };
const UNKNOWN: PruneOutcome = { kind: 'unknown', failure: failed('denied') };
const DELETED: PruneOutcome = { kind: 'deleted' };

describe('a version whose deletion was not answered', () => {
  it.each<
    [
      string,
      ExistingVersions,
      ReadFailure | undefined,
      PruneOutcome | undefined,
      boolean,
      PruneOutcome | undefined,
    ]
  >([
    ['gone', GONE, LOST, undefined, false, DELETED],
    ['gone, and asked for once', GONE, undefined, undefined, false, DELETED],
    ['gone, though it was skipped since', GONE, undefined, CHANGED, false, DELETED],
    ['gone, and was not known', GONE, undefined, UNKNOWN, false, DELETED],
    ['there, after the last try', THERE, LOST, undefined, false, { kind: 'failed', failure: LOST }],
    ['there, and may be asked for again', THERE, undefined, undefined, false, undefined],
    ['there, and was skipped since', THERE, undefined, CHANGED, false, undefined],
    [
      'there, and was not known',
      THERE,
      undefined,
      UNKNOWN,
      false,
      { kind: 'failed', failure: failed('denied') },
    ],
    ['of a function that is gone', NO_FUNCTION, LOST, undefined, false, FUNCTION_GONE],
    [
      'of a function that is gone, and was skipped',
      NO_FUNCTION,
      undefined,
      CHANGED,
      false,
      CHANGED,
    ],
    [
      'of a function that is gone, and was not known',
      NO_FUNCTION,
      undefined,
      UNKNOWN,
      false,
      DELETED,
    ],
    ['not to be looked at', DENIED, LOST, undefined, false, UNKNOWN],
    ['not to be looked at, at the end', DENIED, undefined, undefined, false, UNKNOWN],
    ['not to be looked at, and was skipped since', DENIED, undefined, CHANGED, false, UNKNOWN],
    ['not readable, where the run may continue', DENIED, undefined, undefined, true, undefined],
    [
      'not readable after the last try, where the run may continue',
      DENIED,
      LOST,
      undefined,
      true,
      UNKNOWN,
    ],
  ])('is %s', (_, listed, failure, known, mayGoOn, expected) => {
    const journal = { outcomes: new Map(known === undefined ? [] : [[KEY, known]]) };
    const unsettled = [{ ref: REF, ...(failure !== undefined && { failure }) }];
    const found = outcomesFound(unsettled, listed, journal, { at: AT, mayGoOn });
    expect(found.map((entry) => entry.kind === 'outcome' && entry.outcome)).toEqual(
      expected === undefined ? [] : [expected],
    );
  });
});

describe('which deletions have no answer', () => {
  it.each<[string, boolean, PruneOutcome | undefined, boolean]>([
    ['never intended', false, undefined, false],
    ['intended', true, undefined, true],
    ['left alone by a later check', true, CHANGED, true],
    ['left alone without having been intended', false, CHANGED, false],
    ['refused by AWS', true, REFUSED, false],
    ['deleted', true, DELETED, false],
    ['failed', true, { kind: 'failed', failure: LOST }, false],
    ['not known', true, UNKNOWN, true],
  ])('%s', (_, isIntended, outcome, expected) => {
    const found = withoutAnswer([REF], {
      intended: new Set(isIntended ? [KEY] : []),
      outcomes: new Map(outcome === undefined ? [] : [[KEY, outcome]]),
    });
    expect(found).toEqual(expected ? [REF] : []);
  });
});
