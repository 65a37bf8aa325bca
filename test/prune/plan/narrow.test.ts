import { describe, expect, it } from 'vitest';

import type { Evidence, EvidenceCheck } from '../../../src/prune/model/evidence.ts';
import type { FailureReason } from '../../../src/model/failure.ts';
import { narrowingJson, parseNarrowing } from '../../../src/prune/documents/narrowing-json.ts';
import type { NarrowBasis } from '../../../src/prune/plan/narrowing/narrow.ts';
import { narrow, plannedAliases } from '../../../src/prune/plan/narrowing/narrow.ts';
import { merged } from '../../../src/prune/plan/narrowing/narrowing.ts';
import { versionKey } from '../../../src/prune/model/version.ts';
import { deletionsOf } from '../../../src/prune/plan/order.ts';
import { instant, MINUTE_MS } from '../../../src/model/time.ts';
import { alias, failure, fn, inIreland, IRELAND, NOW, numbered, planOf, sha256 } from './build.ts';

const plan = planOf(inIreland(fn('orders', numbered(1, 6))));
const left = deletionsOf(plan);
const keys = (versions: readonly string[]) =>
  new Set(
    versions.map((version) => versionKey({ region: IRELAND, functionName: 'orders', version })),
  );
const minutesAgo = (minutes: number) => instant(NOW - minutes * MINUTE_MS);
const scope = { kind: 'region', region: IRELAND } as const;

/** `pipes` is read again, 12 minutes after it was read before. */
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
  it('keeps exactly what it finds in use, and is as old as its own read', () => {
    const given = basis([read(['2'])]);
    expect(keptIn(given)).toEqual([['2', 'in-use']]);
    expect(narrow(given).readings).toEqual(given.readings);
  });

  it.each<FailureReason>(['denied', 'malformed', 'unexpected'])(
    'that failed as %s keeps all that it would have cleared',
    (reason) => {
      expect(keptIn(basis([failed(reason)]))).toEqual(
        ['1', '2', '3'].map((one) => [one, 'not-checked']),
      );
    },
  );

  it('that AWS was too busy for waits while the read before decides, and no longer', () => {
    const waiting = narrow(basis([failed('throttled')]));
    expect(waiting).toEqual({ keep: [], readings: [] });
    const due = [{ check: 'pipes', region: IRELAND, readAt: minutesAgo(14) } as const];
    expect(keptIn(basis([failed('throttled')], { due }))).toHaveLength(3);
    const unknown = [{ check: 'pipes', region: IRELAND } as const];
    expect(keptIn(basis([failed('throttled')], { due: unknown }))).toHaveLength(3);
  });

  it('that took longer than it may be old keeps what it cleared', () => {
    const readings = [{ check: 'pipes', region: IRELAND, readAt: minutesAgo(15) } as const];
    expect(keptIn(basis([read([])], { readings }))).toEqual(
      ['1', '2', '3'].map((one) => [one, 'not-checked']),
    );
  });

  it('that is missing keeps, but for what was asked to go and is gone', () => {
    expect(keptIn(basis([]))).toHaveLength(3);
    const gone = { listed: keys(['2', '3']), intended: keys(['1', '2']) };
    expect(keptIn(basis([], gone)).map(([version]) => version)).toEqual(['2', '3']);
  });
});

describe('a narrowing', () => {
  const narrowing = narrow(basis([read(['2'])]));

  it('is read back whole, and not for another plan or when it was changed', () => {
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

  it('never takes back what an earlier one keeps', () => {
    const later = narrow(basis([read(['1'])], { readings: [] }));
    expect(merged(narrowing, later).keep.map(({ version }) => version)).toEqual(['2', '1']);
    expect(merged(narrowing, later).readings).toEqual(narrowing.readings);
  });
});

describe('the aliases of a planned function', () => {
  it('are those that refer to its published versions', () => {
    const aliases = [alias('live', 9, { 8: 0.1 }), alias('next', 12), alias('dev', '$LATEST')];
    const [planned] = planOf(inIreland(fn('orders', numbered(1, 12), aliases))).functions;
    const found = plannedAliases(planned!);
    expect(found.map(({ name, pointsAt, weights }) => [name, pointsAt, weights.length])).toEqual([
      ['live', '9', 1],
      ['next', '12', 0],
    ]);
  });
});
