import { describe, expect, it } from 'vitest';

import type { Evidence, EvidenceCheck } from '../../../src/prune/model/evidence.ts';
import type { FailureReason } from '../../../src/model/failure.ts';
import { narrowingJson, parseNarrowing } from '../../../src/prune/documents/narrowing-json.ts';
import type { NarrowBasis } from '../../../src/prune/plan/narrow.ts';
import {
  leftToDelete,
  mergeNarrowings,
  narrow,
  NO_NARROWING,
  plannedAliases,
} from '../../../src/prune/plan/narrow.ts';
import { versionKey } from '../../../src/prune/model/version.ts';
import { foldJournal } from '../../../src/prune/plan/journal.ts';
import { deletionsOf } from '../../../src/prune/plan/order.ts';
import { instant, MINUTE_MS } from '../../../src/model/time.ts';
import {
  alias,
  failure,
  fn,
  inIreland,
  IRELAND,
  NOW,
  numbered,
  planOf,
  sha256,
  VIRGINIA,
} from './build.ts';

const plan = planOf(inIreland(fn('orders', numbered(1, 6))));
const left = deletionsOf(plan);
const keys = (versions: readonly string[]) =>
  new Set(
    versions.map((version) => versionKey({ region: IRELAND, functionName: 'orders', version })),
  );
const minutesAgo = (minutes: number) => instant(NOW - minutes * MINUTE_MS);
const scope = { kind: 'region', region: IRELAND } as const;

/** Returns the basis of a narrowing in which `pipes` is read again after 12 minutes. */
function basis(evidence: readonly Evidence[], more: Partial<NarrowBasis> = {}): NarrowBasis {
  const source = { check: 'pipes', region: IRELAND } as const;
  return {
    left,
    due: [{ ...source, readAt: minutesAgo(12) }],
    evidence,
    readings: [{ ...source, readAt: minutesAgo(1) }],
    listed: keys(['1', '2', '3', '4', '5', '6']),
    intended: new Set(),
    now: NOW,
    ...more,
  };
}

function read(versions: readonly string[], check: EvidenceCheck = 'pipes'): Evidence {
  const uses = versions.map((one) => ({
    region: IRELAND,
    functionName: 'orders',
    version: one,
    by: 'x',
  }));
  return { check, scope, outcome: { kind: 'read', uses } };
}

function failed(reason: FailureReason): Evidence {
  return { check: 'pipes', scope, outcome: { kind: 'failed', failure: failure(reason) } };
}

const keptIn = (given: NarrowBasis) =>
  narrow(given).keep.map(({ version, reasons }) => [version, reasons[0].code]);

describe('evidence that was read again', () => {
  it('keeps exactly the versions that it finds in use, and its age is that of its own read', () => {
    const given = basis([read(['2'])]);
    expect(keptIn(given)).toEqual([['2', 'in-use']]);
    expect(narrow(given).readings).toEqual(given.readings);
  });

  it.each<FailureReason>(['denied', 'malformed', 'unexpected'])(
    'that failed as %s keeps all versions that it would have cleared',
    (reason) => {
      expect(keptIn(basis([failed(reason)]))).toEqual(
        ['1', '2', '3'].map((one) => [one, 'not-checked']),
      );
    },
  );

  it('that AWS throttled is left out only while the earlier read is recent enough', () => {
    const waiting = narrow(basis([failed('throttled')]));
    expect(waiting).toEqual({ keep: [], readings: [] });
    const due = [{ check: 'pipes', region: IRELAND, readAt: minutesAgo(14) } as const];
    expect(keptIn(basis([failed('throttled')], { due }))).toHaveLength(3);
    const unknown = [{ check: 'pipes', region: IRELAND } as const];
    expect(keptIn(basis([failed('throttled')], { due: unknown }))).toHaveLength(3);
  });

  it('that took longer to read than it may be old keeps the versions that it cleared', () => {
    const readings = [{ check: 'pipes', region: IRELAND, readAt: minutesAgo(15) } as const];
    expect(keptIn(basis([read([])], { readings }))).toEqual(
      ['1', '2', '3'].map((one) => [one, 'not-checked']),
    );
  });

  const other = { check: 'pipes', scope: { kind: 'region', region: VIRGINIA } } as const;
  const busy = { kind: 'failed', failure: failure('throttled') } as const;

  it.each<[string, readonly Evidence[]]>([
    ['another check', [{ check: 'scheduler', scope, outcome: busy }]],
    ['another Region', [{ ...other, outcome: busy }]],
  ])('is not left out because AWS throttled %s', (_, evidence) => {
    const given = basis([read(['2']), ...evidence]);
    expect(keptIn(given)).toEqual([['2', 'in-use']]);
    expect(narrow(given).readings).toEqual(given.readings);
  });

  it('of one function that AWS throttled keeps that function', () => {
    const about = { kind: 'function', region: IRELAND, functionName: 'orders' } as const;
    expect(keptIn(basis([{ check: 'pipes', scope: about, outcome: busy }]))).toHaveLength(3);
  });

  it('of the account that AWS throttled is left out in every Region, but its uses count', () => {
    const account = { check: 'pipes', scope: { kind: 'account' }, outcome: busy } as const;
    expect(narrow(basis([account]))).toEqual({ keep: [], readings: [] });
    expect(keptIn(basis([account, read(['2'])]))).toEqual([['2', 'in-use']]);
  });

  it('of another Region clears nothing, and keeps nothing', () => {
    const due = [{ check: 'pipes', region: VIRGINIA, readAt: minutesAgo(12) } as const];
    expect(keptIn(basis([], { due }))).toEqual([]);
  });

  it('that is missing keeps a version that is no longer listed', () => {
    expect(keptIn(basis([], { listed: keys(['2', '3']) }))).toHaveLength(3);
  });

  it('that is missing keeps all versions but those whose deletion was requested and that are gone', () => {
    expect(keptIn(basis([]))).toHaveLength(3);
    const gone = { listed: keys(['2', '3']), intended: keys(['1', '2']) };
    expect(keptIn(basis([], gone)).map(([version]) => version)).toEqual(['2', '3']);
  });
});

describe('a narrowing', () => {
  const narrowing = narrow(basis([read(['2'])]));

  it('is read back unchanged, but not for another plan or when it was changed', () => {
    const json = narrowingJson(plan.digest, narrowing, sha256);
    expect(parseNarrowing(json, plan.digest, sha256)).toEqual({ ok: true, value: narrowing });
    expect(parseNarrowing(json, 'another', sha256).ok).toBe(false);
    for (const [from, to] of [
      ['"version":"2"', '"version":"3"'],
      ['05:59', '06:59'],
    ] as const) {
      expect(json).toContain(from);
      expect(parseNarrowing(json.replace(from, to), plan.digest, sha256).ok).toBe(false);
    }
  });

  it('leaves the versions that it does not keep and that have no outcome', () => {
    const done = left.filter(({ version }) => version === '1');
    const outcomes = new Map(done.map((one) => [versionKey(one), { kind: 'deleted' } as const]));
    const journal = { ...foldJournal(plan, []), outcomes };
    expect(leftToDelete(plan, journal, narrowing).map(({ version }) => version)).toEqual(['3']);
    expect(leftToDelete(plan, journal, NO_NARROWING)).toHaveLength(2);
  });

  it('merges with another one: each version once, and the newest read of each source', () => {
    const source = { check: 'pipes', region: IRELAND } as const;
    const [newer, older] = [minutesAgo(1), minutesAgo(9)].map((readAt) => ({
      readings: [{ ...source, readAt }],
      keep: narrowing.keep,
    }));
    if (newer === undefined || older === undefined) throw new Error('there are two');
    for (const both of [mergeNarrowings(newer, older), mergeNarrowings(older, newer)])
      expect(both).toEqual(newer);
  });

  it('keeps versions that only an earlier one keeps', () => {
    const later = narrow(basis([read(['1'])], { readings: [] }));
    expect(mergeNarrowings(narrowing, later).keep.map(({ version }) => version)).toEqual([
      '2',
      '1',
    ]);
    expect(mergeNarrowings(narrowing, later).readings).toEqual(narrowing.readings);
  });
});

describe('the aliases of a planned function', () => {
  it('are those that send calls to its published versions', () => {
    const aliases = [alias('live', 9, { 8: 0.1 }), alias('next', 12), alias('dev', '$LATEST')];
    const [planned] = planOf(inIreland(fn('orders', numbered(1, 12), aliases))).functions;
    const found = plannedAliases(planned!);
    expect(found.map(({ name, pointsAt, weights }) => [name, pointsAt, weights.length])).toEqual([
      ['live', '9', 1],
      ['next', '12', 0],
    ]);
  });
});
