import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { DiscoveryReport, DiscoveryTrouble } from '../../src/model/discovery.ts';
import { GONE_REASONS } from '../../src/model/discovery.ts';
import { instant } from '../../src/model/time.ts';
import { encode, parse } from '../../src/documents/codec.ts';
import { discovery } from '../../src/documents/discovery.ts';
import { account, failure, object, text } from '../alerts/state/arbitraries.ts';

const at = fc
  .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((date) => instant(date.getTime()));
const trouble: fc.Arbitrary<DiscoveryTrouble> = fc.oneof(
  object<Extract<DiscoveryTrouble, { kind: 'not-listed' }>>(
    { kind: fc.constant('not-listed'), failure, lastListedAt: at, note: text },
    ['lastListedAt', 'note'],
  ),
  object<Extract<DiscoveryTrouble, { kind: 'not-kept' }>>({
    kind: fc.constant('not-kept'),
    failure,
  }),
  fc.constant<DiscoveryTrouble>({ kind: 'nothing-selected' }),
);
const report = object<DiscoveryReport>(
  {
    trouble,
    listedAt: at,
    accounts: fc.array(account, { maxLength: 3 }),
    leftOut: fc.array(
      fc.record(
        { id: account.map(({ id }) => id), name: text, state: text },
        { noNullPrototype: true },
      ),
      { maxLength: 3 },
    ),
    unselected: fc.dictionary(
      account.map(({ id }) => String(id)),
      fc.constantFrom(...GONE_REASONS),
      { noNullPrototype: true },
    ),
    ruleProblems: fc.array(fc.record({ at: text, problem: text }, { noNullPrototype: true }), {
      maxLength: 3,
    }),
    troubleText: text,
    gaps: fc.array(text, { maxLength: 3 }),
  },
  ['trouble', 'listedAt', 'ruleProblems', 'troubleText'],
);

describe('the stored discovery report', () => {
  it('is read back unchanged', () => {
    fc.assert(
      fc.property(report, (one) => {
        expect(parse(encode(one, discovery), discovery)).toEqual({ ok: true, value: one });
      }),
    );
  });

  it.each([
    ['', 'the document is not JSON'],
    ['{"accounts":[],"leftOut":[],"gaps":[]}', 'unselected'],
    ['{"accounts":[],"leftOut":[],"gaps":[],"unselected":[],"more":1}', 'more'],
    ['{"accounts":[],"leftOut":[],"gaps":[],"unselected":[],"trouble":{"kind":"none"}}', 'trouble'],
  ])('is rejected when it is something else: %s', (json, place) => {
    const parsed = parse(json, discovery);
    expect(parsed.ok ? '' : parsed.fault).toContain(place);
  });
});
