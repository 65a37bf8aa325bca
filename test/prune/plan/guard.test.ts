import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { accountRefusals } from '../../../src/prune/plan/guard-account.ts';
import type { GuardBasis } from '../../../src/prune/plan/guard.ts';
import { guardPrune } from '../../../src/prune/plan/guard.ts';
import { capLifters } from '../../../src/prune/plan/guard-plan.ts';
import { foldJournal } from '../../../src/prune/plan/journal.ts';
import { planDigest } from '../../../src/prune/plan/canonical.ts';
import { accountId } from '../../../src/model/aws-ids.ts';
import type { AccountRef } from '../../../src/model/configuration.ts';
import type { CurrentAccount } from '../../../src/model/discovery.ts';
import type { PrunableAccount, RefusalCode } from '../../../src/prune/model/recheck.ts';
import type { CapLifter, PlannedVersion, PrunePlan } from '../../../src/prune/model/prune-plan.ts';
import { deletableVersion } from '../../../src/prune/model/version.ts';
import { HOUR_MS, instant, MINUTE_MS } from '../../../src/model/time.ts';
import { parsePlan, planJson } from '../../../src/prune/documents/plan-json.ts';
import { alias, DEV, failure, fn, inIreland, NOW, numbered, planOf, sha256 } from './build.ts';
import { TIME_MS, WORLDS } from './runs.ts';

const OTHER = accountId('222222222222');
const PLAN = planOf(inIreland(fn('orders', numbered(1, 12), [alias('live', 12)])), {
  settings: { retention: { ...planRetention() }, capLiftedBy: [] },
});

function planRetention() {
  return { keepNewest: 3, keepBelowAlias: 1, minimumAgeDays: 7, keepFunctions: ['hook'] };
}

function later(ms: number) {
  return instant(NOW + ms);
}

function sealed(plan: PrunePlan): PrunePlan {
  return { ...plan, digest: planDigest(plan, sha256) };
}

const begun = (after: number) => ({ ...foldJournal(PLAN, []), begunAt: later(after) });

const dated = (first: number, last: number) => ({
  ...foldJournal(PLAN, []),
  times: { first: later(first), last: later(last) },
});

const OPEN: GuardBasis = {
  plan: PLAN,
  configured: {
    account: DEV,
    nameMisleads: false,
    liftsCap: false,
    allowsFewer: false,
    allowsLayers: false,
  },
  identity: { kind: 'read', value: DEV.id },
  confirmation: 'dev',
  journal: foldJournal(PLAN, []),
  now: later(10 * MINUTE_MS),
  hash: sha256,
};

function codes(change: Partial<GuardBasis>): readonly RefusalCode[] {
  const verdict = guardPrune({ ...OPEN, ...change });
  return verdict.kind === 'go' ? [] : verdict.refusals.map(({ code }) => code);
}

const greedy = sealed({
  ...PLAN,
  functions: PLAN.functions.map((one) => ({
    ...one,
    versions: one.versions.flatMap((planned) => (planned.verdict === 'delete' ? [planned] : [])),
  })),
});
/** A plan that deletes all versions of one function, and few of the account. */
const emptying = (() => {
  const plan = planOf(
    inIreland(fn('orders', numbered(1, 10)), fn('pay', numbered(1, 200), [alias('live', 200)])),
    { filters: { functions: ['orders'], regions: [] }, settings: PLAN.settings },
  );
  const functions = plan.functions.map((one) => ({
    ...one,
    versions: one.versions.map((planned): PlannedVersion => {
      if (one.name !== 'orders' || planned.verdict === 'delete') return planned;
      const { packageBytes, traits, storage } = planned;
      const version = deletableVersion(planned.version);
      if (version === undefined) throw new Error('no number of a version');
      return { version, packageBytes, traits, storage, verdict: 'delete' };
    }),
  }));
  return sealed({ ...plan, functions });
})();
const lifted = sealed({
  ...greedy,
  settings: { ...greedy.settings, capLiftedBy: ['configuration', 'request'] },
});

describe('the guard', () => {
  it('allows deletions when no guard refuses', () => {
    expect(guardPrune(OPEN)).toEqual({ kind: 'go' });
  });

  const cases: readonly (readonly [string, Partial<GuardBasis>, readonly RefusalCode[]])[] = [
    ['an unknown account', { configured: undefined }, ['account-unknown']],
    [
      'a production account',
      {
        configured: {
          account: { ...DEV, stage: 'prod' },
          nameMisleads: false,
          liftsCap: false,
          allowsFewer: false,
          allowsLayers: false,
        },
      },
      ['stage-not-nonprod'],
    ],
    [
      'a name that says production',
      {
        configured: {
          account: { ...DEV, name: 'my-live' },
          nameMisleads: false,
          liftsCap: false,
          allowsFewer: false,
          allowsLayers: false,
        },
        confirmation: 'my-live',
      },
      ['name-says-production'],
    ],
    [
      'nothing, when the name misleads',
      {
        configured: {
          account: { ...DEV, name: 'my-live' },
          nameMisleads: true,
          liftsCap: false,
          allowsFewer: false,
          allowsLayers: false,
        },
        confirmation: 'my-live',
      },
      [],
    ],
    [
      'a production account whose name misleads',
      {
        configured: {
          account: { ...DEV, stage: 'prod' },
          nameMisleads: true,
          liftsCap: false,
          allowsFewer: false,
          allowsLayers: false,
        },
      },
      ['stage-not-nonprod'],
    ],
    [
      'credentials of another account',
      { identity: { kind: 'read', value: OTHER } },
      ['identity-other-account'],
    ],
    [
      'credentials of unknown identity',
      { identity: { kind: 'failed', failure: failure() } },
      ['identity-not-read'],
    ],
    ['a plan that was changed', { plan: { ...PLAN, madeAt: later(1) } }, ['plan-tampered']],
    [
      'a plan for another account',
      {
        configured: {
          account: { ...DEV, id: OTHER },
          nameMisleads: false,
          liftsCap: false,
          allowsFewer: false,
          allowsLayers: false,
        },
      },
      ['plan-other-account'],
    ],
    [
      'a plan of a time when the account was production',
      { plan: sealed({ ...PLAN, account: { ...DEV, stage: 'prod' } }) },
      ['plan-stage-not-nonprod'],
    ],
    ['nothing after an hour to the millisecond', { now: later(HOUR_MS) }, []],
    ['a first deletion after an hour', { now: later(HOUR_MS + 1) }, ['plan-too-old-to-begin']],
    [
      'nothing of what has begun, within 24 hours',
      { now: later(24 * HOUR_MS), journal: begun(HOUR_MS) },
      [],
    ],
    [
      'what has begun, after 24 hours',
      { now: later(24 * HOUR_MS + 1), journal: begun(HOUR_MS) },
      ['plan-too-old-to-go-on'],
    ],
    [
      'what has begun too late',
      { now: later(3 * HOUR_MS), journal: begun(2 * HOUR_MS) },
      ['plan-too-old-to-begin'],
    ],
    [
      'what was deleted long before its plan, as no begin',
      { now: later(3 * HOUR_MS), journal: begun(-2 * MINUTE_MS) },
      ['plan-too-old-to-begin'],
    ],
    [
      'nothing of what another clock dates a little before the plan',
      { now: later(3 * HOUR_MS), journal: begun(-30_000) },
      [],
    ],
    [
      'nothing within the hour, whatever begins',
      { now: later(HOUR_MS), journal: begun(2 * HOUR_MS) },
      [],
    ],
    ['a plan from the future', { now: later(-2 * MINUTE_MS) }, ['plan-from-the-future']],
    ['nothing for clocks that differ a little', { now: later(-30_000) }, []],
    [
      'a role that could not be assumed',
      { identity: { kind: 'failed', failure: failure('denied', 'sts:AssumeRole') } },
      ['prune-role-not-assumed'],
    ],
    [
      'a role that STS was too busy for',
      { identity: { kind: 'failed', failure: failure('throttled', 'sts:AssumeRole') } },
      ['identity-not-read'],
    ],
    ['a journal from before the plan', { journal: dated(-61_000, 0) }, ['journal-times']],
    ['a journal of a time to come', { journal: dated(0, 11 * MINUTE_MS + 1) }, ['journal-times']],
    [
      'nothing of a journal that other clocks date a little off',
      { journal: dated(-MINUTE_MS, 11 * MINUTE_MS) },
      [],
    ],
    [
      'a journal of another plan',
      { journal: { ...OPEN.journal, foreignRecords: 1 } },
      ['journal-other-plan'],
    ],
    ['a plan beyond the cap', { plan: greedy }, ['cap-function', 'cap-account']],
    ['a plan beyond the cap of one function alone', { plan: emptying }, ['cap-function']],
    [
      'a plan beyond the cap that only the request lifts by now',
      { plan: lifted },
      ['cap-function', 'cap-account'],
    ],
    [
      'nothing beyond the cap that both lift',
      {
        plan: lifted,
        configured: {
          account: DEV,
          nameMisleads: false,
          liftsCap: true,
          allowsFewer: false,
          allowsLayers: false,
        },
      },
      [],
    ],
    ['no confirmation', { confirmation: undefined }, ['not-confirmed']],
    ['an empty confirmation', { confirmation: '' }, ['confirmation-differs']],
    ['yes', { confirmation: 'yes' }, ['confirmation-differs']],
    ['the name in capitals', { confirmation: 'Dev' }, ['confirmation-differs']],
    ['the name with a space', { confirmation: 'dev ' }, ['confirmation-differs']],
    ["the account's id in place of its name", { confirmation: DEV.id }, ['confirmation-differs']],
  ];
  it.each(cases)('refuses %s', (_, change, expected) => {
    expect(codes(change)).toEqual(expected);
  });

  it('returns all refusals at once, each with a sentence', () => {
    const verdict = guardPrune({
      ...OPEN,
      configured: {
        account: { id: OTHER, name: 'prod', stage: 'prod' },
        nameMisleads: false,
        liftsCap: false,
        allowsFewer: false,
        allowsLayers: false,
      },
      identity: { kind: 'failed', failure: failure() },
      confirmation: undefined,
      now: later(25 * HOUR_MS),
      plan: { ...PLAN, notCovered: [] },
    });
    expect(verdict).toMatchInlineSnapshot(`
      {
        "kind": "refused",
        "refusals": [
          {
            "code": "stage-not-nonprod",
            "sentence": "The configuration calls "prod" prod. Only nonprod accounts can be pruned.",
          },
          {
            "code": "name-says-production",
            "sentence": "The name "prod" contains the word prod. If the account carries no production, set prune.nameMisleads of this account in watchdog.yml.",
          },
          {
            "code": "identity-not-read",
            "sentence": "Whose credentials these are could not be determined (x:Read: AccessDeniedException).",
          },
          {
            "code": "plan-tampered",
            "sentence": "The plan is not as it was made: its digest differs. Make a new one.",
          },
          {
            "code": "plan-other-account",
            "sentence": "The plan was made for account 111111111111, not for 222222222222.",
          },
          {
            "code": "plan-too-old-to-begin",
            "sentence": "The plan was made at 2026-11-22T06:00:00Z, and no deletion began within an hour. Make a new one.",
          },
          {
            "code": "plan-too-old-to-go-on",
            "sentence": "The plan was made at 2026-11-22T06:00:00Z, more than 24 hours ago. Make a new one for the remaining versions.",
          },
          {
            "code": "not-confirmed",
            "sentence": "Nothing is deleted until the account's name is given: "prod".",
          },
        ],
      }
    `);
  });

  it(
    'does not read or refuses a stored plan in which any byte was changed',
    { timeout: TIME_MS },
    () => {
      const stored = planJson(PLAN);
      fc.assert(
        fc.property(
          fc.nat({ max: stored.length - 1 }),
          fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 1 }),
          (at, byte) => {
            const changed = stored.slice(0, at) + byte + stored.slice(at + 1);
            const read = parsePlan(changed);
            if (changed === stored || !read.ok) return;
            expect(codes({ plan: read.value, confirmation: 'dev' })).toContain('plan-tampered');
          },
        ),
        { numRuns: WORLDS * 5 },
      );
    },
  );
});

describe('an account by the configuration and by what the organisation says now', () => {
  const configured: PrunableAccount = {
    account: DEV,
    nameMisleads: false,
    liftsCap: false,
    allowsFewer: false,
    allowsLayers: false,
  };
  const unstaged: AccountRef = { ...DEV, stage: 'unstaged' };
  const selected = (stage: AccountRef['stage'], name = 'dev'): CurrentAccount => ({
    kind: 'selected',
    name,
    stage,
  });

  it.each<[string, Partial<PrunableAccount>, readonly RefusalCode[]]>([
    ['nonprod in both', { now: selected('nonprod') }, []],
    ['whose stage is in doubt', { doubt: 'The list is old.' }, ['stage-in-doubt']],
    ['that is production now', { now: selected('prod') }, ['stage-not-nonprod']],
    ['without a stage now', { now: selected('unstaged') }, ['stage-not-nonprod']],
    [
      'without a stage in both, which is said once',
      { account: unstaged, now: selected('unstaged') },
      ['stage-not-nonprod'],
    ],
    [
      'without a stage, production now',
      { account: unstaged, now: selected('prod') },
      ['stage-not-nonprod', 'stage-not-nonprod'],
    ],
    [
      'without a stage, nonprod now',
      { account: unstaged, now: selected('nonprod') },
      ['stage-not-nonprod'],
    ],
    [
      'whose name says production now',
      { now: selected('nonprod', 'live') },
      ['name-says-production'],
    ],
    [
      'that the organisation could not be asked about',
      { now: { kind: 'not-read', failure: failure() } },
      ['organisation-not-read'],
    ],
    [
      'that the rules do not select now',
      { now: { kind: 'not-selected', reason: 'account no longer selected' } },
      ['account-not-selected'],
    ],
  ])('%s', (_, more, expected) => {
    expect(accountRefusals({ ...configured, ...more }).map(({ code }) => code)).toEqual(expected);
  });

  it('says what to do', () => {
    const sentence = (more: Partial<PrunableAccount>) =>
      accountRefusals({ ...configured, ...more })[0]?.sentence;
    expect(sentence({ account: unstaged })).toContain('No rule of');
    expect(sentence({ account: { ...DEV, stage: 'prod' } })).not.toContain('No rule of');
    expect(sentence({ account: { ...DEV, name: 'live' } })).toContain('prune.nameMisleads');
    expect(sentence({ now: selected('nonprod', 'live') })).toContain('organizations.nameMisleads');
  });
});

describe('a role that could not be assumed', () => {
  it.each([
    [
      { resource: 'arn:aws:iam::111111111111:role/prune' },
      'role arn:aws:iam::111111111111:role/prune of',
    ],
    [{}, 'The prune role of'],
  ])('is named where its name is known: %j', (more, text) => {
    const identity = { ...failure('denied', 'sts:AssumeRole'), ...more };
    const verdict = guardPrune({ ...OPEN, identity: { kind: 'failed', failure: identity } });
    expect(verdict).toMatchObject({ refusals: [{ sentence: expect.stringContaining(text) }] });
  });
});

describe('who lifts the cap', () => {
  const both: readonly CapLifter[] = ['configuration', 'request'];
  it.each<[readonly CapLifter[], boolean, readonly CapLifter[]]>([
    [both, true, both],
    [both, false, ['request']],
    [['configuration'], true, ['configuration']],
    [[], true, []],
  ])(
    'is %j in the plan, %j in the configuration now: together %j',
    (capLiftedBy, liftsCap, expected) => {
      const { configured } = OPEN;
      if (configured === undefined) throw new Error('the account is configured');
      const settings = { ...PLAN.settings, capLiftedBy };
      expect(capLifters(settings, { ...configured, liftsCap })).toEqual(expected);
    },
  );
});

describe('the words for production in a name', () => {
  it.each(['live', 'AcmeProd', 'prod2'])(
    'refuse a plan for %s unless the configuration says that the name misleads',
    (name) => {
      const account = { ...DEV, name };
      const configured = {
        account,
        nameMisleads: false,
        liftsCap: false,
        allowsFewer: false,
        allowsLayers: false,
      };
      expect(accountRefusals(configured)).toMatchObject([{ code: 'name-says-production' }]);
      expect(accountRefusals({ ...configured, nameMisleads: true })).toEqual([]);
    },
  );
});
