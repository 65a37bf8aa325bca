import { describe, expect, it } from 'vitest';

import { CALLERS } from '../../../src/prune/evidence/callers.ts';
import type { Evidence } from '../../../src/prune/model/evidence.ts';
import { RECHECKED } from '../../../src/prune/plan/in-use.ts';
import { indexEvidence } from '../../../src/prune/plan/in-use-evidence.ts';
import { failure, IRELAND } from './build.ts';

const REF = { region: IRELAND, functionName: 'orders', version: '1' };
const SCOPE = { kind: 'region', region: IRELAND } as const;

function evidence(...outcomes: readonly Evidence['outcome'][]): readonly Evidence[] {
  return outcomes.map((outcome) => ({ check: 'pipes', scope: SCOPE, outcome }));
}

const READ = { kind: 'read', uses: [] } as const;
const DENIED = { kind: 'failed', failure: failure('denied') } as const;
const THROTTLED = { kind: 'failed', failure: failure('throttled') } as const;

describe('reads of one source', () => {
  const clearanceOf = (given: readonly Evidence[]) =>
    indexEvidence(given).clearancesOf(REF)('pipes');

  it.each([
    [[], { kind: 'not-read' }],
    [[READ], { kind: 'cleared' }],
    [[READ, READ], { kind: 'cleared' }],
    [[DENIED], DENIED],
    [[READ, DENIED], DENIED],
    [[DENIED, READ], DENIED],
    [[READ, DENIED, READ], DENIED],
  ])('%j give %j', (outcomes, expected) => {
    expect(clearanceOf(evidence(...outcomes))).toEqual(expected);
  });

  it('that failed in two ways give the same failure in any order', () => {
    const found = clearanceOf(evidence(DENIED, THROTTLED));
    expect(found.kind).toBe('failed');
    expect(clearanceOf(evidence(THROTTLED, DENIED))).toEqual(found);
    expect(clearanceOf(evidence(THROTTLED, DENIED, THROTTLED))).toEqual(found);
  });
});

describe('the checks that are made again before deletions', () => {
  it('are those that the prune function reads itself', () => {
    expect(RECHECKED).toEqual([
      'event-source-mappings',
      'provisioned-concurrency',
      'function-policy',
      'resource-policy',
      'event-invoke-configs',
      'opt-out-tags',
    ]);
    const aged = CALLERS.filter(({ check }) => !RECHECKED.includes(check));
    expect(new Set(aged.map(({ whenApplying }) => whenApplying))).toEqual(new Set(['aged']));
  });
});
