import { describe, expect, it } from 'vitest';

import type { RecheckBasis } from '../../../src/prune/plan/guard-recheck.ts';
import { recheck } from '../../../src/prune/plan/guard-recheck.ts';
import { RECHECKED } from '../../../src/prune/plan/in-use.ts';
import { foldJournal } from '../../../src/prune/plan/journal.ts';
import { deletionsOf } from '../../../src/prune/plan/order.ts';
import type { FreshFunction } from '../../../src/prune/model/recheck.ts';
import type { PlannedVersion } from '../../../src/prune/model/prune-plan.ts';
import { ACCOUNT_CAP_PERCENT, FUNCTION_CAP_PERCENT } from '../../../src/prune/model/prune-plan.ts';
import { deletableVersion } from '../../../src/prune/model/version.ts';
import type { JournalEntry, PruneOutcome } from '../../../src/prune/model/journal-segment.ts';
import type { VersionFacts } from '../../../src/prune/model/inventory.ts';
import type { Evidence } from '../../../src/prune/model/evidence.ts';
import type { SkipReason } from '../../../src/prune/model/reason.ts';
import { MINUTE_MS, instant } from '../../../src/model/time.ts';
import {
  alias,
  evidenceOf,
  failure,
  fn,
  inIreland,
  IRELAND,
  NOW,
  numbered,
  planOf,
  RETENTION,
  sha256,
  version,
} from './build.ts';

const VERSIONS = numbered(1, 6);
const LIVE = [alias('live', 6, { '5': 0.1 })];
const INVENTORY = inIreland(fn('orders', VERSIONS, LIVE));
const PLAN = planOf(INVENTORY, {
  settings: {
    retention: { ...RETENTION, keepNewest: 1 },
    capLiftedBy: ['configuration', 'request'],
  },
});
const NONE = foldJournal(PLAN, []);

const EVIDENCE: readonly Evidence[] = evidenceOf(INVENTORY).filter(({ check }) =>
  RECHECKED.some((rechecked) => rechecked === check),
);

const FRESH: FreshFunction = {
  versions: { kind: 'read', value: VERSIONS },
  aliases: { kind: 'read', value: LIVE },
  evidence: EVIDENCE,
  versionsReadAt: NOW,
  mappingsReadAt: NOW,
  readAt: NOW,
};

function basis(more: Partial<RecheckBasis> = {}): RecheckBasis {
  const [planned] = PLAN.functions;
  if (planned === undefined) throw new Error('the plan has a function');
  return {
    planned,
    fresh: FRESH,
    journal: NONE,
    settings: PLAN.settings,
    accountCap: 'within',
    now: NOW,
    hash: sha256,
    ...more,
  };
}

function verdictsNow(more: Partial<RecheckBasis> = {}): Record<string, string> {
  return Object.fromEntries(
    recheck(basis(more)).map((one) => [
      one.version,
      one.verdict === 'delete' ? 'delete' : short(one.reason),
    ]),
  );
}

function short(reason: SkipReason): string {
  if (reason.code !== 'kept-now') return reason.code;
  return reason.reasons
    .map((one) => [one.code, 'check' in one ? one.check : '', 'why' in one ? one.why : ''])
    .map((parts) => parts.filter((part) => part !== '').join(' '))
    .join(', ');
}

function journal(...outcomes: readonly (readonly [string, PruneOutcome | 'intent'])[]) {
  const entries = outcomes.flatMap(([number, outcome]): JournalEntry[] => {
    const about = deletionsOf(PLAN).find((one) => one.version === number);
    if (about === undefined) throw new Error(`${number} is not in the plan`);
    const intent = { ...about, at: NOW, kind: 'intent' } as const;
    return outcome === 'intent'
      ? [intent]
      : [intent, { ...about, at: NOW, kind: 'outcome', outcome }];
  });
  return foldJournal(PLAN, [{ format: 1, plan: PLAN.digest, sequence: 1, entries }]);
}

const DELETED = { kind: 'deleted' } as const;
const ALL_THREE = { 1: 'delete', 2: 'delete', 3: 'delete' };

function skippedAll(reason: string) {
  return { 1: reason, 2: reason, 3: reason };
}

describe('the check right before deleting', () => {
  it('deletes what the plan deletes when nothing has changed', () => {
    expect(verdictsNow()).toEqual(ALL_THREE);
  });

  const changes: readonly (readonly [string, Partial<FreshFunction>, string])[] = [
    [
      'an alias has moved',
      { aliases: { kind: 'read', value: [alias('live', 5, { '6': 0.1 })] } },
      'aliases-changed',
    ],
    [
      'a weight has changed',
      { aliases: { kind: 'read', value: [alias('live', 6, { '5': 0.2 })] } },
      'aliases-changed',
    ],
    [
      'an alias is new',
      { aliases: { kind: 'read', value: [...LIVE, alias('beta', 6)] } },
      'aliases-changed',
    ],
    ['an alias is gone', { aliases: { kind: 'read', value: [] } }, 'aliases-changed'],
    [
      'a version was published',
      { versions: { kind: 'read', value: numbered(1, 7) } },
      'versions-changed',
    ],
    [
      'another client deleted a version that the plan deletes',
      { versions: { kind: 'read', value: numbered(2, 6) } },
      'versions-changed',
    ],
    [
      'one version was published and another deleted',
      { versions: { kind: 'read', value: numbered(2, 7) } },
      'versions-changed',
    ],
    [
      'the function is gone',
      { versions: { kind: 'failed', failure: failure('absent') } },
      'function-gone',
    ],
    [
      'the aliases are gone with the function',
      { aliases: { kind: 'failed', failure: failure('absent') } },
      'function-gone',
    ],
    [
      'the listing failed',
      { versions: { kind: 'failed', failure: failure('throttled') } },
      'not-checked listing throttled',
    ],
    [
      'the aliases could not be read',
      { aliases: { kind: 'failed', failure: failure('denied') } },
      'not-checked aliases denied',
    ],
    [
      'the mappings are older than a minute',
      { mappingsReadAt: instant(NOW - MINUTE_MS - 1) },
      'not-checked event-source-mappings not-read',
    ],
    [
      'the mappings are of a time to come',
      { mappingsReadAt: instant(NOW + 1) },
      'not-checked event-source-mappings not-read',
    ],
    [
      'the listing is older than two and a half minutes',
      { versionsReadAt: instant(NOW - 2.5 * MINUTE_MS - 1) },
      'not-checked listing not-read',
    ],
    [
      'the listing is of a time to come',
      { versionsReadAt: instant(NOW + 1) },
      'not-checked listing not-read',
    ],
  ];
  it.each(changes)('skips the whole function when %s', (_, change, reason) => {
    expect(verdictsNow({ fresh: { ...FRESH, ...change } })).toEqual(skippedAll(reason));
  });

  const found: readonly (readonly [SkipReason, Readonly<Record<string, string>>])[] = [
    [{ code: 'aliases-changed' }, { 2: 'aliases-changed', 3: 'aliases-changed' }],
    [{ code: 'versions-changed' }, { 2: 'versions-changed', 3: 'versions-changed' }],
    [{ code: 'function-gone' }, { 2: 'function-gone', 3: 'function-gone' }],
    [
      { code: 'refused', failure: failure('conflict') },
      { 2: 'delete', 3: 'delete' },
    ],
    [
      { code: 'kept-now', reasons: [{ code: 'in-use', check: 'resource-policy', by: 'a topic' }] },
      { 2: 'delete', 3: 'delete' },
    ],
  ];
  it.each(found)(
    'after $code was found for one version, with the function as planned again',
    (reason, rest) => {
      expect(verdictsNow({ journal: journal(['1', { kind: 'skipped', reason }]) })).toEqual(rest);
    },
  );

  it('takes a listing that is two and a half minutes old', () => {
    const fresh = { ...FRESH, versionsReadAt: instant(NOW - 2.5 * MINUTE_MS) };
    expect(verdictsNow({ fresh })).toEqual(ALL_THREE);
  });

  it.each(RECHECKED)('skips exactly the version that %s finds in use now', (check) => {
    const use = { region: IRELAND, functionName: 'orders', version: '2', by: 'queue' };
    const scope = { kind: 'region', region: IRELAND } as const;
    const found = { check, scope, outcome: { kind: 'read', uses: [use] } } as const;
    expect(verdictsNow({ fresh: { ...FRESH, evidence: [...EVIDENCE, found] } })).toEqual({
      ...ALL_THREE,
      2: `in-use ${check}`,
    });
  });

  it.each(RECHECKED)('skips everything when %s is missing or failed', (check) => {
    const others = EVIDENCE.filter((one) => one.check !== check);
    expect(verdictsNow({ fresh: { ...FRESH, evidence: others } })).toEqual(
      skippedAll(`not-checked ${check} not-read`),
    );
    const scope = { kind: 'region', region: IRELAND } as const;
    const failed = { check, scope, outcome: { kind: 'failed', failure: failure() } } as const;
    expect(verdictsNow({ fresh: { ...FRESH, evidence: [...EVIDENCE, failed] } })).toEqual(
      skippedAll(`not-checked ${check} denied`),
    );
  });

  it('skips a version that is an edge replica now', () => {
    const value = VERSIONS.map((one) =>
      one.version === '2' ? version(2, { traits: ['edge-replica'] }) : one,
    );
    expect(verdictsNow({ fresh: { ...FRESH, versions: { kind: 'read', value } } })).toEqual({
      ...ALL_THREE,
      2: 'edge-replica',
    });
  });

  it('keeps versions that only the current configuration keeps', () => {
    const retention = { ...RETENTION, keepNewest: 4 };
    expect(verdictsNow({ settings: { ...PLAN.settings, retention } })).toEqual({
      ...ALL_THREE,
      3: 'newest',
    });
  });

  it('never deletes more than the plan, even when the current configuration keeps fewer', () => {
    const retention = { ...RETENTION, keepNewest: 1, keepBelowAlias: 0 };
    expect(verdictsNow({ settings: { ...PLAN.settings, retention } })).toEqual(ALL_THREE);
  });

  it("does not take this plan's own deletions for changes, listed still or no longer", () => {
    const done = journal(['1', DELETED]);
    expect(verdictsNow({ journal: done })).toEqual({ 2: 'delete', 3: 'delete' });
    const versions = { kind: 'read', value: numbered(2, 6) } as const;
    expect(verdictsNow({ journal: done, fresh: { ...FRESH, versions } })).toEqual({
      2: 'delete',
      3: 'delete',
    });
  });

  it('requests a deletion without a recorded answer again, whether the version is still listed or not', () => {
    const intended = journal(['1', 'intent']);
    expect(verdictsNow({ journal: intended })).toEqual(ALL_THREE);
    const versions = { kind: 'read', value: numbered(2, 6) } as const;
    expect(verdictsNow({ journal: intended, fresh: { ...FRESH, versions } })).toEqual(ALL_THREE);
  });

  it('does not take a deletion without an intent in the journal for a change', () => {
    const [about] = deletionsOf(PLAN);
    if (about === undefined) throw new Error('the plan has deletions');
    const done = foldJournal(PLAN, [
      {
        format: 1,
        plan: PLAN.digest,
        sequence: 1,
        entries: [{ ...about, at: NOW, kind: 'outcome', outcome: DELETED }],
      },
    ]);
    const versions = { kind: 'read', value: numbered(2, 6) } as const;
    expect(verdictsNow({ journal: done, fresh: { ...FRESH, versions } })).toEqual({
      2: 'delete',
      3: 'delete',
    });
  });

  it.each(['intended', 'deleted'])(
    'takes a missing version that the plan keeps for a change, even if the journal says %s',
    (how) => {
      const key = 'eu-west-1/orders:4';
      const more =
        how === 'intended' ? { intended: new Set([key]) } : { outcomes: new Map([[key, DELETED]]) };
      const versions = {
        kind: 'read',
        value: VERSIONS.filter(({ version: number }) => number !== '4'),
      } as const;
      expect(verdictsNow({ journal: { ...NONE, ...more }, fresh: { ...FRESH, versions } })).toEqual(
        skippedAll('versions-changed'),
      );
    },
  );

  it('skips the rest when more versions are missing than this plan deleted', () => {
    const versions = { kind: 'read', value: numbered(3, 6) } as const;
    expect(
      verdictsNow({ journal: journal(['1', DELETED]), fresh: { ...FRESH, versions } }),
    ).toEqual({
      2: 'versions-changed',
      3: 'versions-changed',
    });
  });

  it('judges no version that has an outcome', () => {
    const failed = { kind: 'failed', failure: failure() } as const;
    expect(verdictsNow({ journal: journal(['1', failed]) })).toEqual({ 2: 'delete', 3: 'delete' });
  });
});

describe('the caps, counted from what is listed now', () => {
  /** Settings of a plan that lift the caps. */
  const held = { ...PLAN.settings, capLiftedBy: [] };
  const reasonsOf = (more: Partial<RecheckBasis>) =>
    recheck(basis(more)).map((one) => (one.verdict === 'skip' ? one.reason : one.verdict));
  /** Returns the function with a plan that deletes all of its versions. */
  const emptied = (): RecheckBasis['planned'] => emptiedOf(basis().planned);
  const emptiedOf = (planned: RecheckBasis['planned']): RecheckBasis['planned'] => {
    const versions = planned.versions.map((one): PlannedVersion => {
      const version = deletableVersion(one.version);
      if (version === undefined) throw new Error('no number of a version');
      const { packageBytes, traits, storage, modifiedAt } = one;
      const facts = { packageBytes, traits, storage, ...(modifiedAt && { modifiedAt }) };
      return { ...facts, version, verdict: 'delete' };
    });
    return { ...planned, versions };
  };

  it('of the account skip the whole function, unless configuration and request lift them', () => {
    const reason = {
      code: 'kept-now',
      reasons: [{ code: 'cap', of: 'account', percent: ACCOUNT_CAP_PERCENT }],
    };
    const deletions = reasonsOf({ settings: held });
    expect(deletions).toContain('delete');
    const beyond = reasonsOf({ accountCap: 'beyond', settings: held });
    expect(beyond).toEqual(deletions.map(() => reason));
    expect(reasonsOf({ accountCap: 'beyond' })).toEqual(deletions);
  });

  describe('of a function that has 20', () => {
    const twenty = numbered(1, 20);
    const inventoryOfTwenty = inIreland(fn('orders', twenty));
    const evidence = evidenceOf(inventoryOfTwenty).filter(({ check }) => RECHECKED.includes(check));
    const [planned] = planOf(inventoryOfTwenty, {
      settings: {
        retention: { ...RETENTION, keepNewest: 1 },
        capLiftedBy: ['configuration', 'request'],
      },
    }).functions;
    if (planned === undefined) throw new Error('the plan has a function');
    const verdictsOf = (
      listed: readonly VersionFacts[],
      more: Partial<RecheckBasis['journal']>,
      all: RecheckBasis['planned'] = planned,
    ) =>
      recheck({
        ...basis({ settings: { ...held, retention: { ...RETENTION, keepNewest: 1 } } }),
        planned: all,
        fresh: {
          ...FRESH,
          evidence,
          versions: { kind: 'read', value: listed },
          aliases: { kind: 'read', value: [] },
        },
        journal: { ...NONE, ...more },
      }).map(({ verdict }) => verdict);
    const keys = (first: number, last: number) =>
      numbered(first, last).map((one) => `eu-west-1/orders:${one.version}`);
    const outcomes = (first: number, last: number, outcome: PruneOutcome) =>
      new Map(keys(first, last).map((key) => [key, outcome]));
    const deletions = (length: number) => Array.from({ length }, () => 'delete');

    it('are a share of the listed versions, without those that are gone', () => {
      const intended = new Set(keys(1, 5));
      expect(verdictsOf(numbered(6, 20), { intended })).toEqual(deletions(19));
    });

    it('do not count versions that this plan deleted, listed still or not', () => {
      const done = { outcomes: outcomes(1, 5, DELETED) };
      expect(verdictsOf(twenty, done)).toEqual(deletions(14));
      expect(verdictsOf(numbered(6, 20), done)).toEqual(deletions(14));
      const most = emptiedOf(planned);
      expect(verdictsOf(twenty, { outcomes: outcomes(1, 18, DELETED) }, most)).toEqual([
        'skip',
        'skip',
      ]);
    });

    it('do not count versions that were skipped before', () => {
      const reason = { code: 'refused', failure: failure('conflict') } as const;
      const left = { outcomes: outcomes(1, 1, { kind: 'skipped', reason }) };
      const all = emptiedOf(planned);
      expect(verdictsOf(twenty, left, all)).toEqual([...deletions(18), 'skip']);
      expect(verdictsOf(twenty, {}, all)).not.toContain('delete');
    });
  });

  it('of the function skip all of it when the plan deletes more than its share', () => {
    const reason = {
      code: 'kept-now',
      reasons: [{ code: 'cap', of: 'function', percent: FUNCTION_CAP_PERCENT }],
    };
    const planned = emptied();
    const kept = reasonsOf({ planned, settings: held });
    expect(kept).toEqual(planned.versions.map(() => reason));
    expect(reasonsOf({ planned })).not.toContainEqual(reason);
    const oneLifts = { ...held, capLiftedBy: ['configuration'] } as const;
    expect(reasonsOf({ planned, settings: oneLifts })).toContainEqual(reason);
  });
});
