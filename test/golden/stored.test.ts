import { describe, expect, it } from 'vitest';

import { catalogue } from '../../src/limits/catalogue.ts';
import { encodeAccountList, parseAccountList } from '../../src/accounts/list.ts';
import { encodeReadings, parseReadings } from '../../src/limits/remembered/format.ts';
import { accountId } from '../../src/model/aws-ids.ts';
import { encodeState, parseState } from '../../src/alerts/state/format.ts';
import {
  batchResultJson,
  batchesJson,
  parseBatchResult,
  parseBatches,
} from '../../src/watch/distributed/documents.ts';
import { golden, goldenData, withTimes } from './documents.ts';
import { encode, parse } from '../../src/documents/codec.ts';
import { discovery } from '../../src/documents/discovery.ts';
import { runReport } from '../../src/documents/run-report.ts';

const limits = catalogue.map(({ definition }) => definition);

/**
 * Returns the value that was read.
 *
 * @throws Error when it could not be read
 */
function valueOf<Value>(
  read:
    { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly fault: string },
): Value {
  if (!read.ok) throw new Error(read.fault);
  return read.value;
}

describe('the state', () => {
  it.each(['state/v2.json', 'state/v2-new.json', 'state/v2-revisions.json'])(
    '%s is read whole, and written alike',
    (name) => {
      const { kind: _, savedBy, ...state } = goldenData(name);
      const read = parseState(golden(name), 'golden');
      expect(read).toEqual({ kind: 'state', state, savedBy });
      expect(read.kind === 'state' && encodeState(read.state, read.savedBy)).toBe(golden(name));
    },
  );

  it.each([
    ['state/v1.json', { version: 2, topics: {} }],
    ['state/v1-new.json', { version: 2, topics: {} }],
    ['state/v0.json', { version: 2, topics: {}, pending: [], aliases: {}, aliasesReadOn: {} }],
  ])('%s of a former version is read whole, and knows no more', (name, added) => {
    const { kind: _, savedBy, ...state } = goldenData(name);
    const read = parseState(golden(name), 'golden');
    expect(read).toEqual({ kind: 'state', state: { ...state, ...added }, savedBy });
  });
});

describe('the list of accounts', () => {
  it('is read whole, and written alike', () => {
    const { kind: _, version: __, deployment: ___, ...list } = goldenData('accounts/v1.json');
    const read = parseAccountList(golden('accounts/v1.json'), 'golden');
    expect(read).toEqual({ kind: 'found', list });
    const written = read.kind === 'found' && encodeAccountList(read.list, 'golden');
    expect(written).toBe(golden('accounts/v1.json'));
  });
});

describe('what runs have read in an account', () => {
  it('is read whole, and written alike', () => {
    const owner = { deployment: 'golden', account: accountId('222222222222') };
    const read = parseReadings(golden('readings/v1.json'), owner);
    expect(read?.get('eu-west-1')?.aliases.get('orders-api')?.aliases).toHaveLength(2);
    expect(read?.get('us-east-1')?.quotas.get('s3/L-DC2B2D3D')?.quota.Value).toBe(10_000);
    expect(encodeReadings(read ?? new Map(), owner)).toBe(golden('readings/v1.json'));
  });
});

describe('a report', () => {
  const FINDINGS = goldenData('report/watch.json')['findings'];

  it.each(['watch', 'check', 'check-attention', 'check-failed'])(
    'of %s is read, and written alike',
    (name) => {
      const report = valueOf(parse(golden(`report/${name}.json`), runReport));
      expect(JSON.stringify(runReport.write(report))).toBe(golden(`report/${name}.json`));
    },
  );

  it('is read with its figures in the unit of their limit', () => {
    const { findings, mutes, prunes, measuredAt } = valueOf(
      parse(golden('report/watch.json'), runReport),
    );
    expect(measuredAt).toBe(Date.UTC(2026, 10, 22, 6));
    expect(findings).toHaveLength(Array.isArray(FINDINGS) ? FINDINGS.length : 0);
    expect(findings[0]).toEqual({
      finding: {
        state: 'critical',
        target: {
          scope: 'region',
          account: { id: '222222222222', name: 'dev', stage: 'nonprod' },
          region: 'eu-west-1',
          origin: 'account',
        },
        limit: 'lambda-code-storage',
        used: { unit: 'bytes', amount: 312_501_813_248 },
        quota: { unit: 'bytes', amount: 322_122_547_200 },
        thresholds: {
          warn: { kind: 'percent', percent: 80 },
          critical: { kind: 'free', free: { unit: 'bytes', amount: 21_474_836_480 } },
        },
        inventory: expect.objectContaining({ functions: 4, oldVersions: 104 }),
      },
      samples: [
        { day: '2026-11-21', used: 312_501_813_248 },
        { day: '2026-11-22', used: 312_501_813_249 },
      ],
      forecast: expect.objectContaining({ daysToFull: 9.8, latestDays: 15.9 }),
      mutedBy: { owner: 'platform', reason: 'migration', until: Date.UTC(2026, 10, 25, 6) },
    });
    expect(mutes[0]?.covers).toBe('dev, eu-west-1, all limits');
    expect(prunes.kind === 'read' && prunes.prunes[0]?.regions).toEqual([
      {
        region: 'eu-west-1',
        before: { kind: 'read', used: 322_122_547_199, limit: 322_122_547_200 },
        after: { kind: 'read', used: 300_000_000_000 },
      },
      { region: 'us-east-1', before: { kind: 'not-known' }, after: { kind: 'not-known' } },
    ]);
  });
});

describe('the documents between the steps of a distributed run', () => {
  it('have their targets read whole, and written alike', () => {
    const batches = valueOf(parseBatches(golden('steps/targets.v2.json')));
    expect(batches).toEqual(goldenData('steps/targets.v2.json'));
    expect(batchesJson(batches)).toBe(golden('steps/targets.v2.json'));
  });

  it('have targets of the former form read whole, of which none may keep fewer versions', () => {
    const batches = valueOf(parseBatches(golden('steps/targets.json')));
    const added = golden('steps/targets.json').replaceAll(
      '"liftsCap":',
      '"allowsFewer":false,"liftsCap":',
    );
    expect(batches).toEqual(JSON.parse(added));
  });

  it('have the result of a batch read, and written alike', () => {
    const result = valueOf(parseBatchResult(golden('steps/result.json'), limits));
    const { findings, ...others } = result;
    const { findings: stored, ...rest } = goldenData('steps/result.json');
    expect(others).toEqual(withTimes(rest, ['measuredAt']));
    const report = valueOf(parse(golden('report/watch.json'), runReport));
    expect(findings).toEqual(report.findings.map(({ finding }) => finding));
    expect(stored).toHaveLength(findings.length);
    expect(batchResultJson(result)).toBe(golden('steps/result.json'));
  });

  it.each(['listed', 'not-listed', 'never-listed', 'not-kept', 'nothing-selected'])(
    'have how accounts were found read whole, and written alike: %s',
    (name) => {
      const file = `steps/accounts-${name}.json`;
      const read = valueOf(parse(golden(file), discovery));
      const { unselected, ...rest } = goldenData(file);
      const { unselected: why, ...others } = read;
      expect(others).toEqual(withTimes(rest, ['listedAt', 'lastListedAt']));
      expect(Object.entries(why).map(([id, reason]) => ({ id, why: reason }))).toEqual(unselected);
      expect(encode(read, discovery)).toBe(golden(file));
    },
  );
});
