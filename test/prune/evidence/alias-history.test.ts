import { describe, expect, it } from 'vitest';

import type { AliasSources } from '../../../src/prune/evidence/alias-history.ts';
import { aliasHistoryOf } from '../../../src/prune/evidence/alias-history.ts';
import { aliasTrail } from '../../../src/prune/evidence/alias-trail.ts';
import { newWalk, continueWalk } from '../../../src/prune/evidence/collect/walk.ts';
import type { AliasRecord } from '../../../src/model/watch-state.ts';
import type { EvidenceOutcome } from '../../../src/prune/model/evidence.ts';
import { DAY_MS, instant } from '../../../src/model/time.ts';
import { bytes } from '../../../src/model/units.ts';
import { spellings } from '../../aws/spellings.ts';
import type { SentRequest, WireAnswer } from '../../aws/wire.ts';
import { json, typedError } from '../../aws/wire.ts';
import { arn, HOME, NOW, scriptedReads } from './scripted-reads.ts';

interface RecordedEvent {
  readonly event: string;
  readonly daysAgo: number;
  readonly record: Readonly<Record<string, unknown>> | null;
}

const recordedEvent = (
  event: string,
  daysAgo: number,
  version?: string,
  more: Readonly<Record<string, unknown>> = {},
): RecordedEvent => ({
  event,
  daysAgo,
  record: {
    eventSource: 'lambda.amazonaws.com',
    requestParameters: {
      functionName: 'orders',
      name: 'live',
      ...(version !== undefined && { functionVersion: version }),
    },
    responseElements: null,
    ...more,
  },
});
const updated = (daysAgo: number, version?: string, more = {}) =>
  recordedEvent('UpdateAlias20150331', daysAgo, version, more);

/** Returns answers like those of LookupEvents: events of one name, newest first, in pages. */
function trailOf(
  events: readonly RecordedEvent[],
  pageSize = 50,
): (request: SentRequest) => WireAnswer {
  return ({ body }) => {
    const asked = JSON.parse(body) as {
      readonly LookupAttributes: readonly { readonly AttributeValue: string }[];
      readonly NextToken?: string;
    };
    const from = Number(asked.NextToken ?? 0);
    const those = events
      .filter(({ event }) => event === asked.LookupAttributes[0]!.AttributeValue)
      .toSorted((a, b) => a.daysAgo - b.daysAgo);
    return json({
      Events: those.slice(from, from + pageSize).map(({ event, daysAgo, record }) => ({
        EventName: event,
        EventTime: (NOW - daysAgo * DAY_MS) / 1000,
        CloudTrailEvent: JSON.stringify(record),
      })),
      ...(from + pageSize < those.length && { NextToken: String(from + pageSize) }),
    });
  };
}

interface Now {
  readonly pointsAt?: string;
  readonly publishedDaysAgo?: number;
  readonly pageSize?: number;
  readonly revision?: string;
  readonly record?: AliasSources['record'];
  readonly aliasesAre?: AliasSources['aliasesAre'];
}

const KEY = `${HOME.account}/eu-west-1/orders`;
const day = (daysAgo: number) => new Date(NOW - daysAgo * DAY_MS).toISOString().slice(0, 10);

/** Returns the record of the function's aliases from watch runs. */
function recordOf(...records: readonly AliasRecord[]): AliasSources['record'] {
  return {
    kind: 'read',
    value: {
      aliases: { [KEY]: records },
      aliasesReadOn: { [KEY]: { firstDay: day(20), lastDay: day(0) } },
    },
  };
}

/** The current alias, recorded so long ago that the record alone keeps no version. */
const AS_IT_IS = recordOf({
  alias: 'live',
  versions: [9],
  revision: 'now',
  firstDay: day(20),
  lastDay: day(20),
});

async function history(
  events: readonly RecordedEvent[],
  {
    pointsAt = '9',
    publishedDaysAgo = 100,
    pageSize,
    revision = 'now',
    record = AS_IT_IS,
    aliasesAre = 'now',
  }: Now = {},
): Promise<{ readonly outcome: EvidenceOutcome; readonly calls: number }> {
  const { reads, wire } = scriptedReads(trailOf(events, pageSize));
  const trail = await continueWalk(aliasTrail, reads, newWalk(aliasTrail));
  if (trail.kind !== 'done') throw new Error('the trail was stopped');
  const fn = {
    name: 'orders',
    versions: [
      {
        version: '9',
        packageBytes: bytes(1),
        modifiedAt: instant(NOW - publishedDaysAgo * DAY_MS),
        traits: [],
        storage: 'copy' as const,
      },
    ],
    aliases: [{ name: 'live', pointsAt, weights: [], ...(revision !== '' && { revision }) }],
  };
  const sources = { ...HOME, trail: trail.notes, record, aliasesAre };
  const { outcome } = aliasHistoryOf(fn, sources, NOW);
  return { outcome, calls: wire.requests.length };
}

const versions = (outcome: EvidenceOutcome): readonly string[] | string =>
  outcome.kind === 'read' ? outcome.uses.map(({ version }) => version) : outcome.kind;

describe('the history of aliases in CloudTrail', () => {
  it.each<readonly [string, readonly RecordedEvent[], readonly string[]]>([
    ['nothing moved', [], []],
    ['it moved, and where from is on record', [updated(3, '9'), updated(40, '5')], ['5', '9']],
    [
      'it moved several times',
      [updated(3, '9'), updated(5, '7'), updated(13, '6'), updated(20, '5'), updated(60, '4')],
      ['5', '6', '7', '9'],
    ],
    ['it was made', [recordedEvent('CreateAlias20150331', 3, '9')], ['9']],
    [
      'it was made before it moved',
      [updated(3, '9'), recordedEvent('CreateAlias20150331', 50, '5')],
      ['5', '9'],
    ],
    ['it moved long ago', [updated(20, '9'), updated(40, '5')], []],
    [
      'as names without the version of the API',
      [recordedEvent('UpdateAlias', 3, '9'), recordedEvent('CreateAlias', 50, '5')],
      ['5', '9'],
    ],
    [
      'a call did not fail, and its record says so',
      [updated(3, '9', { errorCode: null }), updated(40, '5')],
      ['5', '9'],
    ],
    ['a move that failed is none', [updated(3, '8', { errorCode: 'AccessDenied' })], []],
    [
      'a description was changed',
      [updated(3, undefined), updated(5, '9'), updated(20, '5')],
      ['5', '9'],
    ],
    [
      'the answer says more than the request',
      [
        updated(3, undefined, {
          responseElements: {
            functionVersion: '9',
            routingConfig: { additionalVersionWeights: { '8': 0.1 } },
          },
        }),
        updated(20, '5'),
      ],
      ['5', '9', '8'],
    ],
    [
      'a function by its ARN, in part or whole',
      [
        updated(3, '9', {
          requestParameters: { functionName: arn('orders'), name: 'live', functionVersion: '9' },
        }),
        updated(20, '5'),
      ],
      ['5', '9'],
    ],
    [
      "another function's alias",
      [
        updated(3, '4', {
          requestParameters: { functionName: 'x', name: 'live', functionVersion: '4' },
        }),
      ],
      [],
    ],
    [
      "another account's function",
      [
        updated(3, '4', {
          requestParameters: {
            functionName: arn('orders', undefined, 'eu-west-1', '333333333333'),
            name: 'live',
            functionVersion: '4',
          },
        }),
      ],
      [],
    ],
    [
      'an alias that was deleted and made again',
      [
        recordedEvent('CreateAlias20150331', 2, '9'),
        recordedEvent('DeleteAlias20150331', 3),
        updated(30, '5'),
      ],
      ['5', '9'],
    ],
  ])('%s', async (_name, events, kept) => {
    expect(versions((await history(events)).outcome)).toEqual(kept);
  });

  it.each<readonly [string, readonly RecordedEvent[], Now]>([
    ['where an alias moved from is not on record', [updated(3, '9')], {}],
    ['what was deleted is not on record', [recordedEvent('DeleteAlias20150331', 3)], {}],
    [
      'a deletion names a version, as it never does',
      [recordedEvent('DeleteAlias20150331', 3, '9'), updated(40, '5')],
      {},
    ],
    ['the last move is not there yet', [updated(3, '8'), updated(30, '5')], {}],
    ['a new version is aliased by no recorded event', [], { publishedDaysAgo: 2 }],
  ])('is unknown where %s', async (_name, events, now) => {
    const { outcome } = await history(events, now);
    expect(outcome).toMatchObject({ kind: 'failed', failure: { reason: 'not-recorded' } });
  });

  it.each<readonly [string, RecordedEvent]>([
    ['without its request', updated(3, '9', { requestParameters: null })],
    [
      'about no function',
      updated(3, '9', { requestParameters: { functionName: 'a b', name: 'x' } }),
    ],
    ['without a function', updated(3, '9', { requestParameters: { name: 'live' } })],
    ['about a number', updated(3, '9', { requestParameters: { functionName: 5, name: 'x' } })],
    ['about no alias', updated(3, '9', { requestParameters: { functionName: 'orders' } })],
    ['to a number', updated(3, '9', { responseElements: { functionVersion: 9 } })],
    ['with a number for its revision', updated(3, '9', { responseElements: { revisionId: 2 } })],
    ['of nothing', { ...updated(3), record: null }],
  ])('is unknown with an event %s', async (_name, event) => {
    expect((await history([event])).outcome).toMatchObject({
      kind: 'failed',
      failure: { reason: 'malformed' },
    });
  });

  it('is unknown if an event is not JSON', async () => {
    const event = { EventName: 'UpdateAlias20150331', EventTime: NOW / 1000, CloudTrailEvent: '{' };
    const reads = scriptedReads(json({ Events: [event] })).reads;
    const trail = await continueWalk(aliasTrail, reads, newWalk(aliasTrail));
    expect(trail).toMatchObject({ notes: { kind: 'failed', failure: { reason: 'malformed' } } });
  });

  it('is unknown if an event has another name than requested', async () => {
    const event = { EventName: 'RenameAlias', EventTime: NOW / 1000 };
    const { record } = updated(3, '9');
    const answer = json({ Events: [{ ...event, CloudTrailEvent: JSON.stringify(record) }] });
    const trail = await continueWalk(aliasTrail, scriptedReads(answer).reads, newWalk(aliasTrail));
    expect(trail).toMatchObject({ notes: { kind: 'failed', failure: { reason: 'malformed' } } });
  });

  it('is read to the end of the 14 days, whatever the first page has', async () => {
    const events = [updated(1), updated(5, '9'), updated(20, '5')];
    expect(versions((await history(events, { pageSize: 1 })).outcome)).toEqual(['5', '9']);
  });

  it('is read no further than is needed', async () => {
    const long = Array.from({ length: 120 }, (_, at) => updated(at / 4, '9'));
    // 14 days are 57 events, in two pages; the second holds where the alias came from.
    expect((await history(long)).calls).toBe(2 + 5);
  });

  it('is read to the first page beyond the 14 days if no alias was changed', async () => {
    const quiet = [updated(20, '9'), updated(30, '5'), updated(40, '4')];
    expect((await history(quiet, { pageSize: 1 })).calls).toBe(1 + 5);
  });

  it('is read beyond the 14 days, page by page, for an alias that was changed', async () => {
    const others = Array.from({ length: 20 }, (_, at) =>
      updated(14 + at, '1', {
        requestParameters: { functionName: 'other', name: 'live', functionVersion: '1' },
      }),
    );
    const events = [updated(3, '9'), ...others, updated(60, '5')];
    const { outcome, calls } = await history(events, { pageSize: 5 });
    expect(versions(outcome)).toEqual(['5', '9']);
    expect(calls).toBe(Math.ceil(22 / 5) + 5);
  });

  it.each(spellings(typedError).filter(({ reason }) => reason !== 'out-of-time'))(
    'is unknown when CloudTrail answers $errorName',
    async ({ answer, reason }) => {
      const { reads } = scriptedReads(answer);
      const trail = await continueWalk(aliasTrail, reads, newWalk(aliasTrail));
      expect(trail).toMatchObject({ kind: 'done', notes: { kind: 'failed', failure: { reason } } });
    },
  );
});

describe('the record of aliases that watch runs write', () => {
  const record = recordOf(
    { alias: 'live', versions: [5, 6], firstDay: day(20), lastDay: day(3) },
    { alias: 'live', versions: [9], revision: 'now', firstDay: day(2), lastDay: day(1) },
  );

  it('is added to the changes in CloudTrail, and never replaces them', async () => {
    const moves = [updated(3, '9'), updated(4, '7'), updated(40, '8')];
    const both = await history(moves, { record });
    expect(versions(both.outcome)).toEqual(['5', '6', '9', '8', '7', '9']);
    const alone = await history([], { record });
    expect(versions(alone.outcome)).toEqual(['5', '6', '9']);
    const unexplained = await history([updated(3, '8'), updated(40, '5')], { record });
    expect(versions(unexplained.outcome)).toBe('failed');
  });

  it('keeps every version if it cannot be read, whatever CloudTrail shows', async () => {
    const failure = {
      reason: 'denied',
      operation: 's3:GetObject',
      errorName: 'AccessDenied',
      message: 'no',
      attempts: 1,
    } as const;
    const { outcome } = await history([updated(3, '9'), updated(40, '5')], {
      record: { kind: 'failed', failure },
    });
    expect(outcome).toEqual({ kind: 'failed', failure });
  });
});

describe('a change of an alias that the record shows', () => {
  const changed = (from: number, to: number, revision = 'then') =>
    recordOf(
      {
        alias: 'live',
        versions: [9],
        ...(revision !== '' && { revision }),
        firstDay: day(from + 3),
        lastDay: day(from),
      },
      { alias: 'live', versions: [9], revision: 'now', firstDay: day(to), lastDay: day(1) },
    );
  const before = updated(40, '9');
  const ofOther = (daysAgo: number, of: object) =>
    updated(daysAgo, '9', {
      requestParameters: { functionName: 'orders', name: 'live', functionVersion: '9', ...of },
    });

  it.each<readonly [string, readonly RecordedEvent[], AliasSources['record'], 'read' | 'failed']>([
    ['a move on the first of its days', [updated(5, '9'), before], changed(5, 4), 'read'],
    ['a move on the last of its days', [updated(4, '9'), before], changed(5, 4), 'read'],
    ['no move', [], changed(5, 4), 'failed'],
    ['a move before', [updated(6, '9'), before], changed(5, 4), 'failed'],
    ['a move after', [updated(3, '9'), before], changed(5, 4), 'failed'],
    ['a move of another alias', [ofOther(5, { name: 'beta' }), before], changed(5, 4), 'failed'],
    [
      'a move of another alias, which CloudTrail explains',
      [ofOther(5, { name: 'beta' }), ofOther(40, { name: 'beta' }), before],
      changed(5, 4),
      'failed',
    ],
    [
      'a move of another function',
      [ofOther(5, { functionName: 'x' }), before],
      changed(5, 4),
      'failed',
    ],
    ['no move, where it is longer ago than a visit keeps', [], changed(15, 14), 'read'],
    ['no move, where a reading had no revision', [], changed(5, 4, ''), 'read'],
    ['no move, with the same revision', [], changed(5, 4, 'now'), 'read'],
  ])('is explained by a move of CloudTrail between its readings alone: %s', async (...row) => {
    const [, events, record, kind] = row;
    const { outcome } = await history(events, { record });
    const why = outcome.kind === 'failed' ? outcome.failure.reason : undefined;
    expect([outcome.kind, why]).toEqual([kind, kind === 'failed' ? 'not-recorded' : undefined]);
  });
});

describe('an alias', () => {
  const shown = { functionVersion: '9', revisionId: 'r2' };
  const moves = [
    updated(3, '9', { responseElements: shown }),
    updated(40, '5', { responseElements: { functionVersion: '5', revisionId: 'r1' } }),
  ];
  const quiet = [updated(3, '9'), updated(40, '5')];
  const none: AliasSources['record'] = { kind: 'read', value: undefined };
  const one = { alias: 'live', versions: [9], firstDay: day(1), lastDay: day(0) } as const;
  const same = { ...one, revision: 'r3' };

  it.each<readonly [string, readonly RecordedEvent[], Now, readonly string[] | string]>([
    ['with the revision of its newest event is explained', moves, { revision: 'r2' }, ['5', '9']],
    [
      'without a revision, and without one in its newest event, is not',
      quiet,
      { revision: '' },
      'failed',
    ],
    [
      'at $LATEST is explained by a record of it without versions',
      [],
      { revision: 'r3', pointsAt: '$LATEST', record: recordOf({ ...same, versions: [] }) },
      [],
    ],
    ['with a revision that no event shows is not', moves, { revision: 'r3' }, 'failed'],
    ['with the revision of an older event is not', moves, { revision: 'r1' }, 'failed'],
    ['of which AWS says no revision is not', moves, { revision: '' }, 'failed'],
    ['of which the events say no revision is not', quiet, { revision: 'r2' }, 'failed'],
    ['that is in no event and on no record is not', [], { revision: 'r2' }, 'failed'],
    [
      'whose record has no revision is not',
      [],
      { revision: 'r3', record: recordOf({ ...one, firstDay: day(20) }) },
      'failed',
    ],
    [
      'with the revision of a record is explained, though no event shows it',
      quiet,
      { revision: 'r3', record: recordOf(same) },
      ['9', '5', '9'],
    ],
    [
      'with the revision of a record of today is not: the trail may not show yet what came before',
      quiet,
      { revision: 'r3', record: recordOf({ ...same, firstDay: day(0) }) },
      'failed',
    ],
    [
      'that referred to something else with that revision is not',
      quiet,
      { revision: 'r3', record: recordOf({ ...same, versions: [8, 9] }) },
      'failed',
    ],
    [
      'whose revision another alias has on record is not',
      quiet,
      { revision: 'r3', record: recordOf({ ...same, alias: 'beta' }) },
      'failed',
    ],
    [
      'of a plan was explained when that was made',
      quiet,
      { revision: '', aliasesAre: 'planned' },
      ['5', '9'],
    ],
    [
      'of a plan that has moved since is not',
      [updated(0.1, '8'), ...quiet],
      { revision: '', aliasesAre: 'planned' },
      'failed',
    ],
  ])('%s', async (_, events, now, expected) => {
    const { outcome } = await history(events, { record: none, ...now });
    expect(versions(outcome)).toEqual(expected);
  });

  it("with a record of yesterday is known once CloudTrail's delay has passed", async () => {
    const night = instant(Date.parse('2026-11-20T00:14:00Z'));
    const fn = {
      name: 'orders',
      versions: [],
      aliases: [{ name: 'live', pointsAt: '9', weights: [], revision: 'r3' }],
    };
    const record = recordOf({ ...same, firstDay: '2026-11-19', lastDay: '2026-11-19' });
    const at = (now: typeof night) =>
      aliasHistoryOf(
        fn,
        { ...HOME, trail: { kind: 'read', value: [] }, record, aliasesAre: 'now' },
        now,
      ).outcome.kind;
    expect([at(night), at(instant(night + 60_000))]).toEqual(['failed', 'read']);
  });
});
