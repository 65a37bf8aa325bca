import { isDeepStrictEqual } from 'node:util';

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { emptyState, encodeState, parseState } from '../../../src/alerts/state/format.ts';
import { subjectKey } from '../../../src/model/notice.ts';
import { instant } from '../../../src/model/time.ts';
import { STATE_VERSION, type WatchState } from '../../../src/model/watch-state.ts';
import { sized } from '../../size.ts';
import { anyState } from './arbitraries.ts';

const NOW = instant(Date.UTC(2026, 10, 22, 6));

function problemOf(stored: unknown, deployment = 'demo'): string {
  const parsed = parseState(
    typeof stored === 'string' ? stored : JSON.stringify(stored),
    deployment,
  );
  return parsed.kind === 'not-understood' ? parsed.problem : 'understood';
}

/** Returns a stored state as plain data, with members replaced to make it invalid. */
function stored(over: object = {}): Record<string, unknown> {
  return { ...(JSON.parse(encodeState(emptyState('demo', NOW), 'run-1')) as object), ...over };
}

describe('the stored state', () => {
  it('is read as it was written, with the run that wrote it', () => {
    fc.assert(
      fc.property(anyState, fc.string(), (state, savedBy) => {
        const parsed = parseState(encodeState(state, savedBy), state.deployment);
        // Vitest compares by `constructor`, which is a key like any other here.
        expect(isDeepStrictEqual(parsed, { kind: 'state', state, savedBy })).toBe(true);
      }),
      { numRuns: sized(200, 1_000) },
    );
  });

  it('is never read in part: any text gives a complete state or a problem, and nothing is thrown', () => {
    const spoiled = fc
      .tuple(anyState, fc.nat(), fc.nat({ max: 40 }), fc.string({ maxLength: 3 }))
      .map(([state, from, length, put]) => {
        const text = encodeState({ ...state, deployment: 'demo' }, 'run-1');
        const start = from % text.length;
        return text.slice(0, start) + put + text.slice(start + length);
      });
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), spoiled), (text) => {
        const parsed = parseState(text, 'demo');
        const isOneOrTheOther =
          parsed.kind === 'state'
            ? isDeepStrictEqual(
                parseState(encodeState(parsed.state, parsed.savedBy), 'demo'),
                parsed,
              )
            : parsed.problem.length < 500;
        expect(isOneOrTheOther).toBe(true);
      }),
      { numRuns: sized(400, 2_000) },
    );
  });

  it.each(['-0', '-1e-400'])('has one zero: %s is read as 0, as it would be written', (zero) => {
    const text = JSON.stringify(stored({ samples: { a: [{ day: '2026-11-01', used: 1 }] } }));
    const parsed = parseState(text.replace('"used":1', `"used":${zero}`), 'demo');
    expect(parsed).toMatchObject({ kind: 'state', state: { samples: { a: [{ used: 0 }] } } });
  });

  it('survives nesting that would overflow a stack', () => {
    expect(problemOf('['.repeat(200_000))).toBe('is not JSON');
    const deep = '['.repeat(50_000) + ']'.repeat(50_000);
    expect(problemOf(JSON.stringify(stored()).replace('"pending":[]', `"pending":${deep}`))).toBe(
      'cannot be understood: pending[0] should be an object and is a list',
    );
  });

  const memory = { kind: 'once', at: 0, sequence: 1 };
  it.each<[string, unknown, string]>([
    ['nothing', '', 'is not JSON'],
    ['half of it', JSON.stringify(stored()).slice(0, -1), 'is not JSON'],
    ['null', 'null', 'is not one of a watchdog'],
    ['a list', '[]', 'is not one of a watchdog'],
    ['a report', { kind: 'report', version: 1 }, 'is not one of a watchdog'],
    [
      'a newer version',
      stored({ version: 3 }),
      'has version 3, and this release reads versions up to 2',
    ],
    [
      'no version',
      stored({ version: undefined }),
      'has version nothing, and this release reads versions up to 2',
    ],
    [
      'a version before all',
      stored({ version: -1 }),
      'has version -1, and this release reads versions up to 2',
    ],
    [
      'another deployment',
      stored({ deployment: 'other' }),
      'belongs to the deployment "other", not to this one',
    ],
    [
      'no run',
      stored({ savedBy: undefined }),
      'cannot be understood: savedBy should be a text and is nothing',
    ],
    [
      'a claim without an end',
      stored({ claim: { runId: 'a' } }),
      'cannot be understood: claim.until should be a number and is nothing',
    ],
    [
      'null for a claim',
      stored({ claim: null }),
      'cannot be understood: claim should be an object and is null',
    ],
    [
      'a time beyond all dates',
      stored({ savedAt: 1e300 }),
      'cannot be understood: savedAt should be a time in milliseconds since 1970 and is 1e+300',
    ],
    [
      'an unknown memory',
      stored({ memories: { a: { ...memory, kind: 'x' } } }),
      'cannot be understood: memories["a"].kind should be one of limit, sight, once, discovery, prune-role and is "x"',
    ],
    [
      'half a sequence',
      stored({ memories: { a: { ...memory, sequence: 1.5 } } }),
      'cannot be understood: memories["a"].sequence should be a whole number and is 1.5',
    ],
    [
      'a sample without a day',
      stored({ samples: { a: [{ day: '2026-13-01', used: 1 }] } }),
      'cannot be understood: samples["a"][0].day should be a day such as 2026-11-22 and is "2026-13-01"',
    ],
    [
      'a sample of text',
      stored({ samples: { a: [{ day: '2026-11-01', used: '1' }] } }),
      'cannot be understood: samples["a"][0].used should be a number and is "1"',
    ],
    [
      'no table of aliases',
      stored({ aliases: [] }),
      'cannot be understood: aliases should be an object and is a list',
    ],
    [
      'a memory without its subject',
      stored({
        pending: [{ digest: { group: 'g', topicArn: 't', notices: [] }, memories: [['', memory]] }],
      }),
      'cannot be understood: pending[0].memories[0][0] should be the key of a subject and is ""',
    ],
  ])('is not taken from %s', (_, content, problem) => {
    expect(problemOf(content)).toBe(problem);
  });

  it('has a problem that quotes little of an unreadable text', () => {
    const endless = 'x'.repeat(100_000);
    expect(problemOf(stored({ deployment: endless })).length).toBeLessThan(120);
    expect(problemOf(stored({ samples: { [endless]: 1 } })).length).toBeLessThan(120);
  });

  it('may contain fields that a later release has added', () => {
    expect(problemOf(stored({ addedLater: { a: 1 } }))).toBe('understood');
  });
});

describe('an older state', () => {
  it('of version 0 keeps its memories; no digest is pending and no alias is recorded', () => {
    const memories = { [subjectKey('a/b/c')]: { kind: 'once', at: NOW, sequence: 3 } as const };
    const samples = { 'a/b/c': [{ day: '2026-11-21', used: 7 }] };
    const older = {
      kind: 'limits-watchdog/state',
      savedBy: 'run-0',
      version: 0,
      deployment: 'demo',
      savedAt: NOW,
      memories,
      samples,
    };
    const state: WatchState = { ...emptyState('demo', NOW), memories, samples };
    expect(parseState(JSON.stringify(older), 'demo')).toEqual({
      kind: 'state',
      state,
      savedBy: 'run-0',
    });
  });

  it.each(Array.from({ length: STATE_VERSION }, (_, version) => version))(
    'of version %i is migrated to the version of this release',
    (version) => {
      const { memories, samples, savedAt, deployment, kind, savedBy } = stored();
      const sinceVersion1 = version < 1 ? {} : { pending: [], aliases: {}, aliasesReadOn: {} };
      const older = {
        kind,
        savedBy,
        version,
        deployment,
        savedAt,
        memories,
        samples,
        ...sinceVersion1,
      };
      expect(parseState(JSON.stringify(older), 'demo')).toMatchObject({
        kind: 'state',
        state: { version: STATE_VERSION },
      });
    },
  );
});
