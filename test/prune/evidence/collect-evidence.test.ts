import { describe, expect, it } from 'vitest';

import { collectEvidence } from '../../../src/prune/evidence/collect/collect-evidence.ts';
import { beginPlanning, readingsIn } from '../../../src/prune/evidence/collect/state.ts';
import { accountId } from '../../../src/model/aws-ids.ts';
import type { EvidenceCheck } from '../../../src/prune/model/evidence.ts';
import { freshnessOf } from '../../../src/prune/evidence/age.ts';
import { callerOf, EVIDENCE_CHECKS } from '../../../src/prune/evidence/callers.ts';
import { sized } from '../../size.ts';
import { EU_WEST_1, json } from '../../aws/wire.ts';
import { edgeOfEach, oneOfEach, requestsOf } from './one-of-each.ts';
import { AT, planned, SETTINGS, verdicts } from './planned-account.ts';
import { HOME, NOW, scriptedReads } from './scripted-reads.ts';

const PLACE = 'us-east-1';
const everything = { regions: { [PLACE]: oneOfEach }, account: edgeOfEach };

/** Functions of which a tag keeps all five versions. */
const OPTED_OUT: readonly string[] = ['opt-out-tags', 'sender'];

/** Checks that are read only for versions or functions that they can concern. */
const NARROW: readonly EvidenceCheck[] = ['durable-executions', 'alias-history'];

const EVIDENCE_BEFORE: Partial<Record<EvidenceCheck, EvidenceCheck>> = {
  'async-destinations': 'event-invoke-configs',
  'resource-policy': 'function-policy',
};

describe('planning over the wire', () => {
  it('keeps for each check the version that it alone finds in use, and no other', async () => {
    const { plan, sandbox } = await planned(everything);
    const found = verdicts(plan);
    const kept = Object.fromEntries(
      EVIDENCE_CHECKS.map((check) => [check, [found[`${check}:1`], found[`${check}:2`]]]),
    );
    expect(kept).toEqual(
      Object.fromEntries(
        EVIDENCE_CHECKS.map((check) => [
          check,
          [`in-use ${check}`, OPTED_OUT.includes(check) ? `in-use ${check}` : 'delete'],
        ]),
      ),
    );
    expect([found['plain:1'], found['plain:2']]).toEqual(['delete', 'delete']);
    expect(plan.failedChecks).toEqual([]);
    expect(sandbox.calls.list().filter(({ status }) => status === 429)).toEqual([]);
  });

  it.each(
    EVIDENCE_CHECKS.flatMap((check) =>
      requestsOf(check).map((request) => [check, ...request] as const),
    ).filter((_, at) => at % sized(2, 1) === 0),
  )('deletes nothing that %s clears when %s %s is denied', async (check, service, operation) => {
    const { plan } = await planned({
      ...everything,
      faults: [
        { match: { service, operation }, times: 'always', effect: { kind: 'access denied' } },
      ],
    });
    // Where the first of two reads by one action keeps everything, the second is not made.
    const told = { ...EVIDENCE_BEFORE }[check] ?? check;
    expect(plan.failedChecks.map((failed) => failed.check)).toContain(told);
    const found = verdicts(plan);
    expect(found[`${check}:1`]).toContain(`not-checked ${told}`);
    expect(found[`${check}:2`]).toContain(`not-checked ${told}`);
    const isConcerned = (name: string): boolean => !NARROW.includes(check) || name === check;
    const deleted = plan.functions
      .filter(({ name }) => isConcerned(name))
      .flatMap(({ versions }) => versions.filter(({ verdict }) => verdict === 'delete'));
    expect(deleted).toEqual([]);
  });

  it('clears no version if the asynchronous settings of one function in the Region are denied', async () => {
    const { plan } = await planned({
      ...everything,
      faults: [
        {
          match: {
            operation: 'ListFunctionEventInvokeConfigs',
            resource: 'arn:aws:lambda:*:*:function:sender*',
          },
          times: 'always',
          effect: { kind: 'access denied' },
        },
      ],
    });
    const found = verdicts(plan);
    expect(found['async-destinations:1']).toBe('not-checked async-destinations');
    expect(plan.totals.delete.versions).toBe(0);
  });

  it.each([
    ['without a qualifier', 'function-policy', '*:function:plain'],
    ['of a version', 'resource-policy', '*:function:plain:1'],
  ])('keeps what a policy %s would clear when it alone is denied', async (_, check, resource) => {
    const { plan } = await planned({
      ...everything,
      faults: [
        {
          match: { operation: 'GetPolicy', resource },
          times: 'always',
          effect: { kind: 'access denied' },
        },
      ],
    });
    const found = verdicts(plan);
    expect(found['plain:1']).toBe(`not-checked ${check}`);
    expect(found['plain:2']).toBe(check === 'function-policy' ? `not-checked ${check}` : 'delete');
  });

  it('deletes nothing when the listing or the aliases are denied', async () => {
    for (const operation of ['ListFunctions', 'ListAliases']) {
      const { plan } = await planned({
        ...everything,
        faults: [{ match: { operation }, times: 'always', effect: { kind: 'access denied' } }],
      });
      expect(plan.totals.delete.versions).toBe(0);
      expect([...plan.unlisted, ...plan.failedChecks]).not.toEqual([]);
    }
  });

  it('reads nothing more in a Region where no version can be deleted', async () => {
    const { plan, sandbox } = await planned({
      regions: { 'eu-west-1': { functions: [{ name: 'young', versions: '1-3' }] } },
    });
    expect(plan.totals.delete.versions).toBe(0);
    expect(sandbox.calls.tally({ service: 'lambda' })).toEqual({ 'lambda:ListFunctions': 1 });
    expect(sandbox.calls.list().filter(({ service }) => service !== 'lambda')).toEqual([]);
  });

  it('reads nothing of functions that the request leaves out', async () => {
    const { sandbox, plan } = await planned({
      ...everything,
      collecting: { filters: { functions: ['plain'], regions: [] } },
    });
    expect(sandbox.calls.count({ operation: 'ListTags' })).toBe(1);
    expect(sandbox.calls.count({ operation: 'GetPolicy' })).toBe(3);
    expect(plan.totals.delete.versions).toBe(2);
  });

  it('reads how code is stored only on request, and only for versions to delete', async () => {
    const { sandbox, plan } = await planned({
      ...everything,
      collecting: { storageModes: true, filters: { functions: ['plain', 'pipes'], regions: [] } },
    });
    expect(sandbox.calls.count({ operation: 'GetFunction' })).toBe(3);
    expect(plan.totals.deleteStorageUnknown.versions).toBe(0);
  });
});

describe('planning in slices', () => {
  it.each(sized([1_000], [1_000, 2_000, 5_000]))(
    'of %d ms gives the plan that one long slice gives',
    async (sliceMs) => {
      const whole = await planned(everything);
      const sliced = await planned({ ...everything, sliceMs });
      expect(sliced.slices).toBeGreaterThan(1);
      expect(verdicts(sliced.plan)).toEqual(verdicts(whole.plan));
      expect(sliced.plan.digest).toBe(whole.plan.digest);
      expect(sliced.sandbox.calls.list().filter(({ status }) => status === 429)).toEqual([]);
    },
  );

  it.each(sized([500], [500, 5_000, Number.POSITIVE_INFINITY]))(
    'of %d ms counts the age of each source from before its first request',
    async (sliceMs) => {
      const { state, sandbox } = await planned({ ...everything, sliceMs });
      const readAt = new Map(readingsIn(state).map((reading) => [reading.check, reading.readAt]));
      const aged = EVIDENCE_CHECKS.filter((check) => freshnessOf(check).kind === 'aged');
      const late = aged.filter((check) => {
        const operations = Object.keys(callerOf(check).grants).map((one) => one.split(':')[1]);
        const asked = sandbox.calls.list().find(({ operation }) => operations.includes(operation));
        const at = readAt.get(check);
        return asked === undefined || at === undefined || at < AT || at > asked.time;
      });
      expect(late).toEqual([]);
    },
  );
});

describe('a slice that ends during a read', () => {
  it('counts pending reads as not made, never as failed', async () => {
    const listed = json({
      Functions: ['1', '2', '3', '4'].map((Version) => ({
        FunctionName: 'orders',
        FunctionArn: `arn:aws:lambda:eu-west-1:222222222222:function:orders:${Version}`,
        Version,
        CodeSize: 1,
        LastModified: '2025-01-01T00:00:00.000+0000',
      })),
    });
    const cut = { broken: Object.assign(new Error('time is up'), { name: 'AbortError' }) };
    const { reads } = scriptedReads(listed, cut);
    const begun = beginPlanning(HOME.account, [EU_WEST_1], NOW);
    const state = await collectEvidence(begun, () => reads, {
      ...SETTINGS,
      hasTime: () => true,
      now: () => NOW,
    });
    const [region] = state.regions;
    expect(region).toMatchObject({ listing: { kind: 'done' }, isComplete: false });
    // What the listing itself says was read before.
    expect(region?.evidence.map(({ check }) => check)).toEqual(['environment-variables']);
    expect(Object.keys(region!.walks).length).toBeGreaterThan(5);
    expect(region!.functions.map((one) => 'aliases' in one)).toEqual([false]);
  });
});

describe('a planning state', () => {
  it('is not continued with reads of another account or time', async () => {
    const { reads } = scriptedReads(json({}));
    const collecting = { ...SETTINGS, hasTime: () => true, now: () => AT };
    const others = [
      beginPlanning(accountId('333333333333'), [EU_WEST_1], NOW),
      beginPlanning(HOME.account, [EU_WEST_1], AT),
    ];
    for (const state of others) {
      await expect(collectEvidence(state, () => reads, collecting)).rejects.toThrow(
        'of another account',
      );
    }
  });
});
