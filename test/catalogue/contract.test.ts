import { describe, expect, it } from 'vitest';

import type { ReadAlert } from '../../src/alerts/outputs/json/read.ts';
import { readAlert } from '../../src/alerts/outputs/json/read.ts';
import { runReportJson } from '../../src/documents/run-report-json.ts';
import { parseRunReport } from '../../src/documents/run-report-reading.ts';
import { actionsOf, neededActions, resourceOf } from '../../src/limits/actions.ts';
import { catalogue } from '../../src/limits/catalogue.ts';
import type { LimitAction } from '../../src/limits/limit.ts';
import { failureText, remedyText } from '../../src/text/failure-text.ts';
import { askWatch, readRole } from '../doctor/run-doctor.ts';
import type { AccountWorld, RoleWorld } from '../sandbox/world.ts';
import type { WatchResult } from '../watch/run-watch.ts';
import { documentNotices, memberAccount, STATE_BUCKET } from '../watch/run-watch.ts';
import {
  accountHolding,
  ALL_SETS,
  checked,
  DEV,
  onlyFinding,
  runOver,
  scaleOf,
} from './measured-limit.ts';

const QUOTA = 'servicequotas:GetServiceQuota';
const ALL = [...actionsOf(catalogue, true), 'iam:GetRole'];
const EVERY_LIMIT = { watch: [{ limits: ['all'] }] };
const limits = catalogue.map((limit) => [limit.definition.id, limit] as const);
const needed = catalogue.flatMap((limit) =>
  limit.actions.map((one) => [limit.definition.id, one.action, limit, one] as const),
);
/** Each permission once, with a limit that needs it. */
const granted = neededActions(catalogue, true).flatMap((one) =>
  catalogue
    .filter(({ actions }) => actions.includes(one))
    .slice(0, 1)
    .map((limit) => [one.action, resourceOf(one) ?? '*', limit, one] as const),
);

/** The account with a read role that has all actions but this one; of one about something, only on another. */
function without(account: AccountWorld, { action, on }: LimitAction): AccountWorld {
  const role = readRole(ALL.filter((one) => one !== action));
  const another =
    typeof on === 'string'
      ? `arn:aws:${action.split(':')[0]}:*:*:${on}/another`
      : `arn:aws:servicequotas:*:*:${on?.ServiceCode}/L-00000000`;
  const elsewhere: RoleWorld['policies'] = on && [
    {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: action, Resource: another },
    },
  ];
  const roles = [{ ...role, policies: [...(role.policies ?? []), ...(elsewhere ?? [])] }];
  return { ...account, stacks: [], roles };
}

/** The machine form of the run's only alert, read as a subscriber would. */
function alertIn({ sandbox }: WatchResult): ReadAlert {
  const [alert] = sandbox.deliveries.list({ protocol: 'sqs' });
  const { Message } = JSON.parse(alert?.body ?? '{}');
  const read = readAlert(String(Message));
  if (!read.understood) throw new Error(JSON.stringify(read));
  return read.alert;
}

describe.each(limits)('%s', (id, limit) => {
  it('is measured as it is, and its alert says what to do on the page of its own quota', async () => {
    const ran = await runOver(accountHolding(limit, 95), limit, {});
    expect(ran.error).toBeUndefined();
    const notices = ran.alerts.flatMap((alert) => alert.notices);
    expect(notices.find((one) => one.limit === id)).toMatchObject({
      kind: 'limit',
      change: 'raised',
      severity: 'critical',
      account: { id: DEV },
      used: 95 * scaleOf(limit),
      quota: 100 * scaleOf(limit),
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
    const { sandbox } = await runOver(accountHolding(limit, 95), limit, {});
    const page = sandbox.organisation
      .findBucket(STATE_BUCKET)
      ?.current('limits-watchdog/reports/latest.html');
    expect(Buffer.from(page?.body ?? '').toString()).toContain(limit.definition.title);
  });

  it('names functions only where functions fill it', async () => {
    const ran = await runOver(accountHolding(limit, 95), limit, {});
    const notice = documentNotices(ran).find((one) => one.limit?.id === id);
    const isFilled = limit.filledBy === 'functions';
    expect(notice?.inventory !== undefined).toBe(isFilled);
    expect((notice?.words.holders.length ?? 0) > 0).toBe(isFilled);
  });

  it('calls what it says that a run calls', async () => {
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

  it('goes to JSON and back, well, near its end and unreadable', async () => {
    const worlds = [accountHolding(limit, 10), accountHolding(limit, 95)];
    const denied = limit.actions.reduce<AccountWorld>(without, accountHolding(limit, 95));
    for (const account of [...worlds, { ...denied, roles: [readRole(['iam:GetRole'])] }]) {
      const report = await checked(account, limit);
      const read = parseRunReport(JSON.stringify(runReportJson(report)));
      expect(read).toEqual({ ok: true, value: report });
    }
    expect(alertIn(await runOver(accountHolding(limit, 95), limit, {})).notices).toHaveLength(1);
  });

  it('is judged by the default where no quota was applied', async () => {
    if (!limit.actions.some(({ action }) => action === QUOTA)) return;
    const account = accountHolding(limit, 1);
    const { ServiceCode, QuotaCode } = limit.quota ?? {};
    const quotas = { [`${ServiceCode}/${QuotaCode}`]: null };
    const finding = onlyFinding(await checked({ ...account, quotas }, limit), limit);
    expect(finding).toMatchObject({ state: 'ok', used: { amount: scaleOf(limit) } });
    expect('quota' in finding && finding.quota.amount).not.toBe(100 * scaleOf(limit));
  });

  it('is unknown where Service Quotas does not have its quota, which nobody has deleted', async () => {
    if (!limit.actions.some(({ action }) => action === QUOTA)) return;
    const { ServiceCode, QuotaCode } = limit.quota ?? {};
    const account = accountHolding(limit, 95);
    const absentQuotas = [`${ServiceCode}/${QuotaCode}`] as const;
    const finding = onlyFinding(await checked({ ...account, absentQuotas }, limit), limit);
    if (finding.state !== 'unknown') throw new Error(JSON.stringify(finding));
    expect(finding).toMatchObject({
      used: { amount: 95 * scaleOf(limit) },
      failure: { reason: 'absent', errorName: 'NoSuchResourceException' },
    });
    expect(`${failureText(finding.failure)} ${remedyText(finding.failure)}`).not.toMatch(/deleted/);
  });

  it('is not measured, and not fine, where all of its actions are denied', async () => {
    const account = {
      ...accountHolding(limit, 95),
      stacks: [],
      roles: [readRole(['iam:GetRole'])],
    };
    const finding = onlyFinding(await checked(account, limit), limit);
    expect(finding).toMatchObject({ state: 'not-measured', failure: { reason: 'denied' } });
  });
});

describe.each(needed)('%s without %s', (id, action, limit, one) => {
  it('has the figures that it has with it, or none', async () => {
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
      'used' in finding ? { amount: 95 * scaleOf(limit) } : { reason: 'denied', operation: action },
    );
    expect(finding.limit).toBe(id);
  });
});

describe.each(granted)('without %s on %s', (action, _, limit, one) => {
  it('there is a problem to the doctor, which asks on what is granted', async () => {
    const { id, set } = limit.definition;
    const { report } = await askWatch({
      accounts: [without(memberAccount(DEV, 'dev'), one)],
      settings: set === undefined ? {} : { watch: [{ limits: [id] }] },
    });
    const problems = report.lines.filter(({ state }) => state === 'problem');
    expect(problems.map(({ subject }) => subject.replace(/ \(.*/, ''))).toContain(action);
    if (typeof one.on !== 'string') expect([undefined, limit.quota]).toContainEqual(one.on);
  });
});

describe('the doctor with the shipped read role', () => {
  it('finds every action of every limit granted', async () => {
    const account = memberAccount(DEV, 'dev', {}, ALL_SETS);
    const { report } = await askWatch({ accounts: [account], settings: EVERY_LIMIT });
    expect(report.lines.filter(({ state }) => state !== 'ok' && state !== 'not-tried')).toEqual([]);
  });
});
