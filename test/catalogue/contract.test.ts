import { describe, expect, it } from 'vitest';

import type { ParsedAlert } from '../../src/alerts/outputs/json/read.ts';
import { readAlert } from '../../src/alerts/outputs/json/read.ts';
import { once } from '../../src/aws/once.ts';
import { actionsOf } from '../../src/limits/limit.ts';
import { catalogue } from '../../src/limits/catalogue.ts';
import type { LimitAction } from '../../src/limits/limit.ts';
import { failureText, remedyText } from '../../src/text/failure-text.ts';
import { askWatch, readRole } from '../doctor/run-doctor.ts';
import { simulatedQuota } from '../sandbox/simulated-limits.ts';
import type { AccountWorld, RoleWorld } from '../sandbox/world.ts';
import { sized } from '../size.ts';
import type { WatchResult } from '../watch/run-watch.ts';
import { documentNotices, memberAccount, STATE_BUCKET } from '../watch/run-watch.ts';
import {
  accountHolding,
  ALL_SETS,
  checked,
  DEV,
  testedLimits,
  onePerListing,
  onlyFinding,
  runOver,
  hundredth,
} from './measured-limit.ts';
import { parse } from '../../src/documents/codec.ts';
import { runReport } from '../../src/documents/run-report.ts';

const QUOTA = 'servicequotas:GetServiceQuota';
const ALL = [...actionsOf(catalogue, true), 'iam:GetRole'];
const EVERY_LIMIT = { watch: [{ limits: ['all'] }] };
const limits = testedLimits.map((limit) => [limit.definition.id, limit] as const);
const needed = testedLimits.flatMap((limit) =>
  limit.actions.map((one) => [limit.definition.id, one.action, limit, one] as const),
);

/**
 * Returns the account with a read role that lacks these permissions; an action on a single quota remains allowed on
 * another quota.
 */
function without(account: AccountWorld, ...missing: readonly LimitAction[]): AccountWorld {
  const names = new Set(missing.map(({ action }) => action));
  const elsewhere: RoleWorld['policies'] = missing.flatMap(({ action: Action, on }) => {
    const Resource =
      typeof on === 'string'
        ? `arn:aws:${Action.split(':')[0]}:*:*:${on}/another`
        : `arn:aws:servicequotas:*:*:${on?.ServiceCode}/L-00000000`;
    const Statement = { Effect: 'Allow', Action, Resource } as const;
    return on === undefined ? [] : [{ Version: '2012-10-17', Statement }];
  });
  const role = readRole(ALL.filter((one) => !names.has(one)));
  const roles = [{ ...role, policies: [...(role.policies ?? []), ...elsewhere] }];
  return { ...account, stacks: [], roles };
}

/** The machine form of the run's only alert, read as a subscriber would. */
function alertIn({ sandbox }: WatchResult): ParsedAlert {
  const [alert] = sandbox.deliveries.list({ protocol: 'sqs' });
  const { Message } = JSON.parse(alert?.body ?? '{}');
  const read = readAlert(String(Message));
  if (!read.understood) throw new Error(JSON.stringify(read));
  return read.alert;
}

describe.each(limits)('%s', (id, limit) => {
  const nearItsEnd = once(() => runOver(accountHolding(limit, 95), limit, {}));

  it('is measured correctly, and its alert gives the remedy for its own quota', async () => {
    const ran = await nearItsEnd();
    expect(ran.error).toBeUndefined();
    const notices = ran.alerts.flatMap((alert) => alert.notices);
    expect(notices.find((one) => one.limit === id)).toMatchObject({
      kind: 'limit',
      change: 'raised',
      severity: 'critical',
      account: { id: DEV },
      used: 95 * hundredth(limit),
      quota: 100 * hundredth(limit),
    });
    const { steps, links } = alertIn(ran).notices[0] ?? {};
    expect(steps).not.toEqual([]);
    const { source } = limit.definition;
    if (source.kind !== 'quota' || source.increase === 'impossible') return;
    const { ServiceCode, QuotaCode } = limit.quota ?? {};
    const page = `/servicequotas/home/services/${ServiceCode}/quotas/${QuotaCode}?region=`;
    expect(links?.map(({ url }) => url).join(' ')).toContain(page);
  });

  it('is on the page of the report, with its title', async () => {
    const { sandbox } = await nearItsEnd();
    const page = sandbox.organisation
      .findBucket(STATE_BUCKET)
      ?.current('limits-watchdog/reports/latest.html');
    expect(Buffer.from(page?.body ?? '').toString()).toContain(limit.definition.title);
  });

  it('names functions only if functions use the limit', async () => {
    const ran = await nearItsEnd();
    const notice = documentNotices(ran).find((one) => one.limit?.id === id);
    const isFilled = limit.filledBy === 'functions';
    expect(notice?.inventory !== undefined).toBe(isFilled);
    expect((notice?.words.holders.length ?? 0) > 0).toBe(isFilled);
  });

  it('makes the calls that its definition lists for a run', async () => {
    const event = { check: true, limits: [id] };
    const { sandbox } = await runOver(accountHolding(limit, 10), limit, event);
    const called = sandbox.calls
      .list()
      .filter(({ account }) => account === DEV)
      .flatMap(({ access }) => access.map(({ action }) => action));
    const world = { functions: 1, versionsPerFunction: 13, aliasesPerFunction: 1, buckets: 10 };
    const retention = { keepNewest: 3, keepBelowAlias: 1, minimumAgeDays: 7, keepFunctions: [] };
    const said = limit.actions.flatMap(({ action, callsPerRun }) =>
      callsPerRun(world, retention) > 0 ? [action] : [],
    );
    expect([...new Set(called)].toSorted()).toEqual([...new Set(said)].toSorted());
  });

  it('is unchanged after writing and reading JSON: ok, near its end and not measured', async () => {
    const worlds = [accountHolding(limit, 10), accountHolding(limit, 95)];
    const denied = without(accountHolding(limit, 95), ...needed.map(([, , , one]) => one));
    for (const account of [...worlds, denied]) {
      const report = await checked(account, limit);
      const read = parse(JSON.stringify(runReport.write(report)), runReport);
      expect(read).toEqual({ ok: true, value: report });
    }
    expect(alertIn(await nearItsEnd()).notices).toHaveLength(1);
  });

  it("is judged by AWS's default when no quota was applied", async () => {
    if (!limit.actions.some(({ action }) => action === QUOTA)) return;
    const account = accountHolding(limit, 1);
    const { ServiceCode, QuotaCode } = limit.quota ?? {};
    const quotas = { [`${ServiceCode}/${QuotaCode}`]: null };
    const finding = onlyFinding(await checked({ ...account, quotas }, limit), limit);
    expect(finding).toMatchObject({ state: 'ok', used: { amount: hundredth(limit) } });
    const byDefault = simulatedQuota(`${ServiceCode}/${QuotaCode}`)?.defaultValue ?? 10_000;
    expect('quota' in finding && finding.quota.amount).toBe(byDefault);
  });

  it('is unknown when Service Quotas does not have its quota, which is not reported as deleted', async () => {
    if (!limit.actions.some(({ action }) => action === QUOTA)) return;
    const { ServiceCode, QuotaCode } = limit.quota ?? {};
    const account = accountHolding(limit, 95);
    const absentQuotas = [`${ServiceCode}/${QuotaCode}`] as const;
    const finding = onlyFinding(await checked({ ...account, absentQuotas }, limit), limit);
    // The metric of a limit is found through its quota, so without the quota the usage is unknown too.
    const [state, errorName] =
      'usage' in limit ? ['not-measured', 'NoSuchQuota'] : ['unknown', 'NoSuchResourceException'];
    expect(finding).toMatchObject({ state, failure: { reason: 'absent', errorName } });
    if (!('failure' in finding)) throw new Error(JSON.stringify(finding));
    const used = 'used' in finding ? [finding.used.amount] : [];
    expect(used).toEqual('usage' in limit ? [] : [95 * hundredth(limit)]);
    expect(`${failureText(finding.failure)} ${remedyText(finding.failure)}`).not.toMatch(/deleted/);
  });

  it('is not measured, and not ok, when all of its actions are denied', async () => {
    const account = {
      ...accountHolding(limit, 95),
      stacks: [],
      roles: [readRole(['iam:GetRole'])],
    };
    const finding = onlyFinding(await checked(account, limit), limit);
    expect(finding).toMatchObject({ state: 'not-measured', failure: { reason: 'denied' } });
  });
});

const ofOneLimit = new Set(sized(onePerListing(catalogue), catalogue));
const missed = needed.filter(([, , limit]) => ofOneLimit.has(limit));

describe.each(
  sized(
    missed.filter((_, at) => at % 3 === 0),
    missed,
  ),
)('%s without %s', (id, action, limit, one) => {
  it('has the same figures as with it, or none', async () => {
    const finding = onlyFinding(
      await checked(without(accountHolding(limit, 95), one), limit),
      limit,
    );
    expect(['critical', 'unknown', 'not-measured']).toContain(finding.state);
    const told =
      'used' in finding
        ? { amount: finding.used.amount }
        : { reason: finding.failure.reason, operation: finding.failure.operation };
    expect(told).toEqual(
      'used' in finding
        ? { amount: 95 * hundredth(limit) }
        : { reason: 'denied', operation: action },
    );
    expect(finding.limit).toBe(id);
  });
});

const problemsOf = async (account: AccountWorld): Promise<readonly string[]> => {
  const { report } = await askWatch({ accounts: [account], settings: EVERY_LIMIT });
  const problems = report.lines.filter(({ state }) => state === 'problem');
  return problems.map(({ subject }) => subject.replace(/ \(.*/, ''));
};

describe('the doctor, which tries each granted action', () => {
  const account = memberAccount(DEV, 'dev');

  it('reports a problem for each missing action when all are missing', async () => {
    const actions = needed.map(([, , , one]) => one);
    const problems = await problemsOf(without(account, ...actions));
    expect(problems).toEqual(expect.arrayContaining(actions.map(({ action }) => action)));
  });

  it.each(sized(needed.slice(0, 3), needed))(
    'reports one problem for %s without %s',
    async (...[, action, limit, one]) => {
      expect(await problemsOf(without(account, one))).toContain(action);
      const own = typeof one.on === 'string' ? one.on : limit.quota;
      expect([undefined, own]).toContainEqual(one.on);
    },
  );
});

describe('the doctor with the shipped read role', () => {
  it('finds every action of every limit granted', async () => {
    const account = memberAccount(DEV, 'dev', {}, ALL_SETS);
    const { report } = await askWatch({ accounts: [account], settings: EVERY_LIMIT });
    expect(report.lines.filter(({ state }) => state !== 'ok' && state !== 'not-tried')).toEqual([]);
  });
});
