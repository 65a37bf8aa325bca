import { describe, expect, it } from 'vitest';

import {
  agedSources,
  sourcesUsableUntil,
  dueForRenewal,
  freshnessOf,
  tooOldSources,
} from '../../../src/prune/evidence/age.ts';
import { EVIDENCE_CHECKS } from '../../../src/prune/evidence/callers.ts';
import type { EvidenceCheck, EvidenceReading } from '../../../src/prune/model/evidence.ts';
import { RECHECKED } from '../../../src/prune/plan/in-use.ts';
import { instant, MINUTE_MS } from '../../../src/model/time.ts';
import { IRELAND, NOW, version, VIRGINIA } from '../plan/build.ts';

const minutesAgo = (minutes: number) => instant(NOW - minutes * MINUTE_MS);
const left = (region = IRELAND) => [{ ...version(1), region }];
const read = (check: EvidenceCheck, minutes: number): EvidenceReading => ({
  check,
  region: IRELAND,
  readAt: minutesAgo(minutes),
});
const aged = EVIDENCE_CHECKS.filter((check) => freshnessOf(check).kind === 'aged');
const allRead = (minutes: number) => aged.map((check) => read(check, minutes));

describe('each check', () => {
  it.each(EVIDENCE_CHECKS)(
    'is read again by the prune function, or has a maximum age: %s',
    (check) => {
      expect(['re-read', 'aged']).toContain(freshnessOf(check).kind);
    },
  );

  it('is either read again by the prune function or a source with a maximum age', () => {
    expect([...RECHECKED, ...aged].toSorted()).toEqual([...EVIDENCE_CHECKS].toSorted());
    const sources = [
      ...agedSources([{ ...version(1, { traits: ['durable'] }), region: VIRGINIA }], [], NOW),
    ].map(({ check }) => check);
    expect(sources.toSorted()).toEqual([...aged].toSorted());
  });
});

describe('a source of evidence', () => {
  it.each([
    [0, 0, 0],
    [9.9, 0, 0],
    [10, 1, 0],
    [13.9, 1, 0],
    [14, 1, 1],
    [15, 1, 1],
    [60, 1, 1],
  ])('that is %d minutes old is due %d and too old %d times', (minutes, due, old) => {
    const readings = [
      ...allRead(0).filter(({ check }) => check !== 'pipes'),
      read('pipes', minutes),
    ];
    const sources = agedSources(left(), readings, NOW);
    expect(dueForRenewal(sources, NOW).map(({ check }) => check)).toEqual(
      due === 1 ? ['pipes'] : [],
    );
    expect(tooOldSources(sources, NOW)).toHaveLength(old);
    expect(NOW < sourcesUsableUntil(sources)).toBe(old === 0);
  });

  it.each([
    ['of which the time of its read is unknown', []],
    ['that was read in another Region alone', [{ ...read('pipes', 1), region: VIRGINIA }]],
    ['that is yet to be read', [read('pipes', -2)]],
  ])('%s is too old, and due', (_, readings) => {
    const others = allRead(0).filter(({ check }) => check !== 'pipes');
    const sources = agedSources(left(), [...others, ...readings], NOW);
    expect(tooOldSources(sources, NOW).map(({ check }) => check)).toEqual(['pipes']);
    expect(dueForRenewal(sources, NOW).map(({ check }) => check)).toEqual(['pipes']);
    expect(sourcesUsableUntil(sources)).toBeLessThanOrEqual(NOW);
  });

  it('has the age of its newest read, and the oldest source comes first', () => {
    const readings = [...allRead(3), read('pipes', 12), read('pipes', 2), read('scheduler', 1)];
    const sources = agedSources(left(), readings, NOW);
    expect(sources.find(({ check }) => check === 'pipes')?.readAt).toBe(minutesAgo(2));
    expect(sources.at(-1)?.readAt).toBe(minutesAgo(1));
  });

  it('does not count if no version to delete needs it', () => {
    expect(agedSources([], [], NOW)).toEqual([]);
    expect(NOW < sourcesUsableUntil([])).toBe(true);
    const checks = agedSources(left(), [], NOW).map(({ check }) => check);
    expect(checks).not.toContain('edge-associations');
    expect(checks).not.toContain('durable-executions');
  });
});
