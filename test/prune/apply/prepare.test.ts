import { describe, expect, it } from 'vitest';

import type { CheckedChunk } from '../../../src/prune/apply/prepare.ts';
import {
  intentionsOf,
  preparerOf,
  ranOutOfTime,
  usableUntilOf,
} from '../../../src/prune/apply/prepare.ts';
import type { FailureReason } from '../../../src/model/failure.ts';
import type { Evidence } from '../../../src/prune/model/evidence.ts';
import type { FreshFunction } from '../../../src/prune/model/recheck.ts';
import type { JournalState } from '../../../src/prune/model/journal-segment.ts';
import type { SkipReason } from '../../../src/prune/model/reason.ts';
import type { PruneAccess } from '../../../src/prune/ports.ts';
import { RECHECKED } from '../../../src/prune/plan/in-use.ts';
import { foldJournal } from '../../../src/prune/plan/journal.ts';
import { deletionsOf } from '../../../src/prune/plan/order.ts';
import { versionKey } from '../../../src/prune/model/version.ts';
import {
  evidenceOf,
  failure,
  fn,
  inventory,
  IRELAND,
  NOW,
  numbered,
  planOf,
  RETENTION,
  sha256,
  VIRGINIA,
} from '../plan/build.ts';

const VERSIONS = numbered(1, 6);
const INVENTORY = inventory(
  { region: IRELAND, functions: [fn('orders', VERSIONS), fn('pay', VERSIONS)] },
  { region: VIRGINIA, functions: [fn('orders', VERSIONS)] },
);
const PLAN = planOf(INVENTORY);
const CHUNK = {
  functionName: 'orders',
  deletions: deletionsOf(PLAN).filter(
    ({ region, functionName }) => region === IRELAND && functionName === 'orders',
  ),
};
const CLEARED = evidenceOf(INVENTORY).filter(({ check }) => RECHECKED.includes(check));
const isOfPolicy = ({ check }: Evidence) => check === 'resource-policy';

const FRESH: FreshFunction = {
  versions: { kind: 'read', value: VERSIONS },
  aliases: { kind: 'read', value: [] },
  evidence: CLEARED,
  versionsReadAt: NOW,
  mappingsReadAt: NOW,
  readAt: NOW,
};

function checked(fresh: Partial<FreshFunction> = {}): CheckedChunk {
  const planned = PLAN.functions.find(
    ({ region, name }) => region === IRELAND && name === 'orders',
  );
  if (planned === undefined) throw new Error('the plan has the function');
  return { kind: 'read', chunk: CHUNK, planned, fresh: { ...FRESH, ...fresh } };
}

const GONE: SkipReason = { code: 'function-gone' };
const CHANGED: CheckedChunk = { kind: 'changed', chunk: CHUNK, reason: GONE };

describe('a chunk whose reads were aborted at the end of the slice', () => {
  const failed = (reason: FailureReason) => ({ kind: 'failed', failure: failure(reason) }) as const;
  const unread = (reason: FailureReason): Evidence => ({
    check: 'resource-policy',
    scope: { kind: 'region', region: IRELAND },
    outcome: failed(reason),
  });

  it.each<[string, CheckedChunk, boolean]>([
    ['everything was read', checked(), false],
    ['the listing was cut off', checked({ versions: failed('out-of-time') }), true],
    ['the aliases were cut off', checked({ aliases: failed('out-of-time') }), true],
    ['one check was cut off', checked({ evidence: [...CLEARED, unread('out-of-time')] }), true],
    ['a read was denied', checked({ versions: failed('denied') }), false],
    ['a check was throttled', checked({ evidence: [...CLEARED, unread('throttled')] }), false],
    ['nothing was read of a function that changed', CHANGED, false],
  ])('is left to the next slice, and skips nothing, when %s', (_, chunk, isPutOff) => {
    expect(ranOutOfTime(chunk)).toBe(isPutOff);
  });
});

describe('a chunk that was read', () => {
  it('may be deleted within 20 seconds after the read', () => {
    expect(usableUntilOf(checked())).toBe(FRESH.readAt + 20_000);
  });
});

describe('the intentions of a chunk', () => {
  const journal = foldJournal(PLAN, []);
  const basis = {
    settings: PLAN.settings,
    accountCap: 'within',
    now: NOW,
    hash: sha256,
  } as const;
  const told = (chunk: CheckedChunk, more = {}) => {
    const { refs, entries } = intentionsOf(chunk, journal, { ...basis, ...more });
    return { refs: refs.map(versionKey), entries: entries.map(({ kind }) => kind) };
  };

  it('have a journal entry for each version to delete', () => {
    expect(told(checked())).toEqual({
      refs: [1, 2, 3].map((number) => `eu-west-1/orders:${number}`),
      entries: ['intent', 'intent', 'intent'],
    });
  });

  it('give the reason for each kept version', () => {
    const retention = { ...RETENTION, keepNewest: 4 };
    expect(told(checked(), { settings: { ...PLAN.settings, retention } })).toEqual({
      refs: ['eu-west-1/orders:1', 'eu-west-1/orders:2'],
      entries: ['intent', 'intent', 'outcome'],
    });
  });

  it('have no entry for a version with an outcome', () => {
    const [first] = CHUNK.deletions;
    if (first === undefined) throw new Error('the chunk has deletions');
    const outcomes = new Map([[versionKey(first), { kind: 'deleted' } as const]]);
    const { entries } = intentionsOf(checked(), { ...journal, outcomes }, basis);
    expect(entries.map((one) => ('version' in one ? one.version : ''))).toEqual(['2', '3']);
  });

  it('delete nothing if the function has changed', () => {
    const { refs, entries } = intentionsOf(CHANGED, journal, basis);
    expect(refs).toEqual([]);
    expect(entries).toHaveLength(3);
    for (const entry of entries) {
      expect(entry).toMatchObject({ outcome: { kind: 'skipped', reason: GONE } });
    }
  });
});

describe('a chunk that is read again', () => {
  const setting = (journal: JournalState, where = IRELAND) => {
    const reads: string[] = [];
    const access: Pick<PruneAccess, 'policiesNow' | 'functionNow'> = {
      policiesNow: async (region, refs) => {
        reads.push(`policies of ${refs.length} in ${region}`);
        return CLEARED.filter(isOfPolicy);
      },
      functionNow: async (region, name) => {
        reads.push(`${name} in ${region}`);
        return { ...FRESH, evidence: CLEARED.filter((one) => !isOfPolicy(one)) };
      },
    };
    const none = () => {
      throw new Error('is not asked');
    };
    const whole: PruneAccess = {
      ...access,
      identity: none,
      codeStorage: none,
      versionsListed: none,
      versionsNow: none,
      deleteVersion: none,
    };
    return { reads, preparer: preparerOf(PLAN, where, whole, journal) };
  };

  it('reads the policies and the function of its own Region', async () => {
    const { reads, preparer } = setting(foldJournal(PLAN, []));
    const pending = preparer.begin(CHUNK);
    expect(reads).toEqual(['policies of 3 in eu-west-1']);
    const found = await preparer.check(pending);
    expect(reads).toEqual(['policies of 3 in eu-west-1', 'orders in eu-west-1']);
    if (found.kind !== 'read') throw new Error('the function has not changed');
    expect(found.planned).toMatchObject({ region: IRELAND, name: 'orders' });
    expect(new Set(found.fresh.evidence)).toEqual(new Set(CLEARED));
  });

  it('reads the function of its own Region if two Regions have one of that name', () => {
    const { preparer } = setting(foldJournal(PLAN, []), VIRGINIA);
    expect(preparer.begin(CHUNK).planned).toMatchObject({ region: VIRGINIA, name: 'orders' });
  });

  const met = () => {
    const [first] = CHUNK.deletions;
    if (first === undefined) throw new Error('the chunk has deletions');
    return [versionKey(first), { kind: 'skipped', reason: GONE }] as const;
  };

  it('is not read if an earlier chunk found that the function has changed', async () => {
    const { reads, preparer } = setting({ ...foldJournal(PLAN, []), outcomes: new Map([met()]) });
    const found = await preparer.check(preparer.begin(CHUNK));
    expect(found).toMatchObject({ kind: 'changed', reason: GONE });
    expect(reads).toEqual([]);
  });

  it('is skipped if the previous chunk found a change while its policies were read', async () => {
    const outcomes = new Map<string, ReturnType<typeof met>[1]>();
    const { reads, preparer } = setting({ ...foldJournal(PLAN, []), outcomes });
    const pending = preparer.begin(CHUNK);
    outcomes.set(...met());
    expect(await preparer.check(pending)).toMatchObject({ kind: 'changed', reason: GONE });
    expect(reads).toEqual(['policies of 3 in eu-west-1']);
  });

  it('throws for a function that the plan of this Region does not have', () => {
    const { preparer } = setting(foldJournal(PLAN, []));
    expect(() => preparer.begin({ ...CHUNK, functionName: 'other' })).toThrow('has no function');
  });
});
