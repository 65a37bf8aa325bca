import { describe, expect, it } from 'vitest';

import { DAY_MS, instant } from '../../../src/model/time.ts';
import { bytes } from '../../../src/model/units.ts';
import type { AliasSources } from '../../../src/prune/evidence/alias-history.ts';
import { aliasHistoryOf } from '../../../src/prune/evidence/alias-history.ts';
import type { AliasMove } from '../../../src/prune/evidence/alias-moves.ts';
import { movesOfFunction } from '../../../src/prune/evidence/alias-moves.ts';
import { moveIn } from '../../../src/prune/evidence/alias-trail.ts';
import { EVERY_VERSION } from '../../../src/prune/model/evidence.ts';
import type { Alias, VersionFacts } from '../../../src/prune/model/inventory.ts';
import { HOME, NOW } from './scripted-reads.ts';

const daysAgo = (days: number) => instant(NOW - days * DAY_MS);

/** Returns a move of the alias `live` of `orders`. */
const move = (
  kind: AliasMove['kind'],
  days: number,
  target?: string,
  more: Partial<AliasMove> = {},
): AliasMove => ({
  at: daysAgo(days),
  functionName: 'orders',
  alias: 'live',
  kind,
  ...(target !== undefined && { target }),
  weighted: [],
  ...more,
});

const version = (number: string, publishedDaysAgo: number): VersionFacts => ({
  version: number,
  packageBytes: bytes(1),
  modifiedAt: daysAgo(publishedDaysAgo),
  traits: [],
  storage: 'copy',
});
const OLD = version('9', 100);
const NEW = version('9', 2);
const live: Alias = { name: 'live', pointsAt: '9', weights: [] };

function keptBy(
  moves: readonly AliasMove[],
  versions: readonly VersionFacts[] = [OLD],
  isUnchanged = true,
): readonly string[] | 'unknown' {
  const found = movesOfFunction('orders', [live], versions, moves, NOW, () => isUnchanged);
  return found.kind === 'unknown' ? 'unknown' : found.uses.map((one) => one.version);
}

describe('the targets of an alias by its changes', () => {
  it.each<
    readonly [string, readonly AliasMove[], readonly VersionFacts[], readonly string[] | 'unknown']
  >([
    [
      'its description was changed after it had moved, before the window',
      [move('updated', 3, '9'), move('updated', 20), move('updated', 40, '5')],
      [OLD],
      ['5', '9'],
    ],
    ['only its description was ever changed', [move('updated', 3)], [OLD], []],
    ['it moved to a new version, on record', [move('created', 1, '9')], [NEW], ['9']],
    [
      'it is at a new version, and its only move is older',
      [move('created', 20, '9')],
      [NEW],
      'unknown',
    ],
    ['it is at a new version, and no move is on record', [], [NEW], 'unknown'],
    ['another version is new', [], [version('10', 2), OLD], []],
    ['another version is old', [], [version('8', 100), NEW], 'unknown'],
    ['its version is not listed', [], [], []],
    [
      'it was deleted while it was at the version to which it points again',
      [move('deleted', 3), move('updated', 40, '9')],
      [OLD],
      'unknown',
    ],
  ])('%s', (_, moves, versions, kept) => {
    expect(keptBy(moves.toReversed(), versions)).toEqual(kept);
  });

  it('are unknown for an alias without a revision, whatever its newest event lacks', () => {
    expect(keptBy([move('created', 3, '9')], [OLD], false)).toBe('unknown');
  });
});

describe('a note of an alias change', () => {
  const note = {
    at: '2026-11-19T00:00:00Z',
    functionName: 'orders',
    alias: 'live',
    kind: 'created',
  };

  it.each(['functionName', 'alias', 'kind'] as const)('without its %s is rejected', (missing) => {
    const { [missing]: _, ...rest } = note;
    expect(() => moveIn(rest)).toThrow(TypeError);
    expect(moveIn(note)).toMatchObject({ functionName: 'orders', alias: 'live', kind: 'created' });
  });

  it('of another kind is rejected', () => {
    expect(() => moveIn({ ...note, kind: 'renamed' })).toThrow(TypeError);
  });
});

describe('a function without aliases', () => {
  const deleted = {
    at: new Date(daysAgo(3)).toISOString(),
    functionName: 'orders',
    alias: 'live',
    kind: 'deleted',
  };
  const outcomeOf = (notes: AliasSources['trail'], aliases: readonly Alias[]) =>
    aliasHistoryOf(
      { name: 'orders', versions: [OLD], aliases },
      { ...HOME, trail: notes, record: { kind: 'read', value: undefined }, aliasesAre: 'planned' },
      NOW,
    ).outcome;

  it('keeps every version if a deleted alias may have pointed at any', () => {
    expect(outcomeOf({ kind: 'read', value: [deleted] }, [])).toMatchObject({
      kind: 'read',
      uses: [{ functionName: 'orders', version: EVERY_VERSION }],
    });
  });

  it('keeps nothing if no alias was changed, and fails if an alias is left', () => {
    expect(outcomeOf({ kind: 'read', value: [] }, [])).toEqual({ kind: 'read', uses: [] });
    expect(outcomeOf({ kind: 'read', value: [deleted] }, [live])).toMatchObject({
      kind: 'failed',
      failure: { reason: 'not-recorded' },
    });
  });
});
