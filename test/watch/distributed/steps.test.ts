import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { catalogue } from '../../../src/limits/catalogue.ts';
import {
  batchesOf,
  isResultOf,
  noResult,
  TARGETS_A_BATCH,
  mergeBatches,
} from '../../../src/watch/distributed/batches.ts';
import {
  batchErrors,
  failedFiles,
  manifestKey,
  mapError,
} from '../../../src/watch/distributed/map-run.ts';
import { targetsOf } from '../../../src/accounts/targets.ts';
import { readStepEvent } from '../../../src/functions/distributed/step-event.ts';
import { EventNotUnderstood } from '../../../src/functions/prune/prune-event.ts';
import { accountId } from '../../../src/model/aws-ids.ts';
import type { AccountConfiguration } from '../../../src/model/configuration.ts';
import type { Finding } from '../../../src/model/finding.ts';
import type { Batch, BatchResult } from '../../../src/watch/distributed/documents.ts';
import { instant } from '../../../src/model/time.ts';
import { quantity } from '../../../src/model/units.ts';
import {
  batchResultJson,
  batchesJson,
  parseBatchResult,
  parseBatches,
} from '../../../src/watch/distributed/documents.ts';
import { configurationOf } from '../run-watch.ts';
import { text } from '../../alerts/state/arbitraries.ts';

const limits = catalogue.map(({ definition }) => definition);
const scopes = new Set(limits.map(({ scope }) => scope));
const PLACES = ['eu-west-1', 'eu-central-1', 'us-east-1', 'us-west-2', 'eu-north-1', 'eu-west-2'];

const { accounts: configured } = configurationOf({
  accounts: [{ id: '200000000000', name: 'a' }],
  regions: PLACES,
  settings: { limits: { 'lambda-code-storage': { critical: { freeGiB: 20 } } } },
});

/** Random configured accounts with hostile names. */
const anyAccounts = fc
  .array(fc.tuple(text, fc.subarray(PLACES, { minLength: 1 })), { minLength: 1, maxLength: 40 })
  .map((rows) =>
    rows.flatMap(([name, places], at) =>
      configured.map((account): AccountConfiguration => ({
        ...account,
        id: accountId(String(200_000_000_000 + at)),
        name,
        regions: account.regions.filter(({ region }) => places.includes(region)),
      })),
    ),
  );

const PRESENCES = ['present', 'absent', 'unknown'] as const;

/** Returns a result in which every limit was measured as 0. */
function measured(batch: Batch): BatchResult {
  const findings = batch.accounts.flatMap((account) =>
    targetsOf(account, scopes).flatMap((target) =>
      account.rules.flatMap((rule): readonly Finding[] => {
        const limit = limits.find(({ id }) => id === rule.limit);
        if (limit?.scope !== target.scope) return [];
        const used = quantity(limit.unit, 0);
        const { warn, critical } = rule;
        return [
          {
            state: 'ok',
            target,
            limit: limit.id,
            used,
            quota: used,
            thresholds: { warn, critical },
          },
        ];
      }),
    ),
  );
  const { run, batch: number } = batch;
  const traffic = { calls: findings.length, retries: 0, throttles: 0 };
  const measuredAt = instant(Date.UTC(2026, 10, 22, 6));
  const pruneRoles = batch.accounts
    .filter(({ stage }) => stage !== 'nonprod')
    .map(({ id, name, stage }, at) => ({
      account: { id, name, stage },
      presence: PRESENCES[at % 3] ?? 'unknown',
    }));
  const found = pruneRoles.length === 0 ? {} : { pruneRoles };
  return { run, batch: number, measuredAt, findings, aliases: [], ...found, traffic };
}

describe('batches', () => {
  it('contain every account once, in order and undivided, and at most the allowed number of targets', () => {
    fc.assert(
      fc.property(anyAccounts, (accounts) => {
        const batches = batchesOf('run', accounts, limits);
        expect(batches.flatMap((batch) => batch.accounts)).toEqual(accounts);
        expect(batches.map(({ batch }) => batch)).toEqual(batches.map((_, at) => at));
        for (const batch of batches) {
          const targets = batch.accounts.flatMap((account) => targetsOf(account, scopes));
          expect(targets.length).toBeLessThanOrEqual(TARGETS_A_BATCH);
        }
      }),
    );
  });

  it('are read back as they were written, and so are their results', () => {
    fc.assert(
      fc.property(anyAccounts, (accounts) => {
        const batches = batchesOf('run', accounts, limits);
        expect(parseBatches(batchesJson(batches))).toEqual({ ok: true, value: batches });
        for (const batch of batches) {
          const result = measured(batch);
          const read = parseBatchResult(batchResultJson(result), limits);
          expect(read).toEqual({ ok: true, value: result });
          expect(isResultOf(result, batch, limits)).toBe(true);
          const stranger = { id: accountId('999999999999'), name: 'other', stage: 'prod' } as const;
          const pruneRoles = [{ account: stranger, presence: 'absent' as const }];
          expect(isResultOf({ ...result, pruneRoles }, batch, limits)).toBe(false);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('without a result are reported as not measured, and all others as measured, each finding once', () => {
    fc.assert(
      fc.property(anyAccounts, fc.infiniteStream(fc.boolean()), (accounts, lost) => {
        const batches = batchesOf('run', accounts, limits);
        const isLost = batches.map(() => lost.next().value ?? false);
        const all = batches.map(measured);
        const ends = new Map(
          all.map((result, at) => [at, isLost[at] === true ? noResult('States.Timeout') : result]),
        );
        const { result: seen } = mergeBatches(batches, ends, limits);
        const wanted = all.flatMap(({ findings }, at) =>
          findings.map(({ target, limit, state }) => [
            target,
            limit,
            isLost[at] === true ? 'not-measured' : state,
          ]),
        );
        expect(seen.findings.map(({ target, limit, state }) => [target, limit, state])).toEqual(
          wanted,
        );
      }),
      { numRuns: 50 },
    );
  });

  it('are read completely or give a fault, whatever the text is, and never throw', () => {
    const [batch] = batchesOf('run', configured, limits);
    if (batch === undefined) throw new Error('no batch');
    const [items, result] = [batchesJson([batch]), batchResultJson(measured(batch))];
    fc.assert(
      fc.property(
        fc.nat(),
        fc.nat({ max: 40 }),
        fc.string({ maxLength: 3 }),
        (from, length, put) => {
          const spoiled = (whole: string) => {
            const start = from % whole.length;
            return whole.slice(0, start) + put + whole.slice(start + length);
          };
          expect(parseBatches(spoiled(items)).ok).toBeTypeOf('boolean');
          expect(parseBatchResult(spoiled(result), limits).ok).toBeTypeOf('boolean');
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

describe('the output of the map', () => {
  const failed = (input: unknown, more: object) => ({
    Input: JSON.stringify(input),
    Status: 'FAILED',
    ...more,
  });

  it('gives the error of each batch that failed in this run', () => {
    const file = JSON.stringify([
      failed({ run: 'r', batch: 3, accounts: [] }, { Error: 'Runtime.OutOfMemory', Cause: '' }),
      failed({ run: 'r', batch: 4 }, { Status: 'ABORTED' }),
      failed({ run: 'other', batch: 5 }, { Error: 'X' }),
      failed('no item', { Error: 'X' }),
      { Input: '{', Status: 'FAILED' },
      7,
    ]);
    expect([...batchErrors(file, 'r')]).toEqual([
      [3, 'Runtime.OutOfMemory'],
      [4, 'States.ABORTED'],
    ]);
  });

  it('gives no reason when it is malformed, and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), fc.jsonValue(), (file, output) => {
        expect([...batchErrors(file, 'r')]).toEqual([]);
        expect(failedFiles(file)).toEqual([]);
        expect(manifestKey(output)).toBeUndefined();
        expect(mapError(output)).toBeUndefined();
      }),
    );
  });
});

describe('an event of a step', () => {
  it.each([
    [{ stage: 'targets' }, 'run: is missing'],
    [{ stage: 'targets', run: '../x', asked: {} }, 'run: must be the name of an execution'],
    [{ stage: 'targets', run: 'r', asked: {}, test: true }, '"test": is not a known key'],
    [{ stage: 'targets', run: 'r', asked: { dryRun: true } }, '"dryRun": is not a known key'],
    [{ stage: 'measure' }, 'item: is missing'],
    [{ stage: 'measure', item: { run: 'r', batch: 0, accounts: [] } }, 'item: must be a batch'],
    [{ stage: 'judge', run: 'r', asked: {} }, 'map: is missing'],
    [{ stage: 'publish' }, 'stage: must be targets, measure or judge'],
  ])('is refused: %j', (event, sentence) => {
    expect(() => readStepEvent(event)).toThrow(EventNotUnderstood);
    expect(() => readStepEvent(event)).toThrow(sentence);
  });

  it('is a step of a run that a person started, or of a scheduled run', () => {
    expect(readStepEvent({ stage: 'targets', run: 'by-hand', asked: {} })).toEqual({
      step: 'targets',
      run: 'by-hand',
    });
    const asked = { scheduled: '2026-11-22T06:00:00Z' };
    expect(readStepEvent({ stage: 'judge', run: 'r', asked, map: { Error: 'X' } })).toEqual({
      step: 'judge',
      run: 'r',
      scheduledAt: Date.UTC(2026, 10, 22, 6),
      mapOutput: { Error: 'X' },
    });
  });
});
