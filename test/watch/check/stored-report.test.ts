import { describe, expect, it } from 'vitest';

import type { RunReport } from '../../../src/model/run-report.ts';
import type { WatchRun } from '../run-watch.ts';
import { memberAccount, runWatch, STATE_BUCKET, toolingAccount, watchOnce } from '../run-watch.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { parse } from '../../../src/documents/codec.ts';
import { runReport } from '../../../src/documents/run-report.ts';

const GIB = 1024 ** 3;
const DEV = '222222222222';
const HOSTILE = '<img src=x onerror=alert(1)>';
const full = {
  regions: { 'eu-west-1': { codeStorage: { usage: { bytes: 299 * GIB } } } },
};
const RUN: WatchRun = {
  world: { accounts: [toolingAccount(), memberAccount(DEV, 'dev', full)] },
  accounts: [{ id: DEV, name: HOSTILE }],
  regions: ['eu-west-1'],
};
const QUIET: WatchRun = {
  ...RUN,
  world: { accounts: [toolingAccount(), memberAccount(DEV, 'dev')] },
};

function storedReports({ organisation }: Sandbox): readonly string[] {
  return (
    organisation
      .findBucket(STATE_BUCKET)
      ?.versions('limits-watchdog/reports/')
      .filter(({ isLatest, key }) => isLatest && !key.includes('/reports/alerts/'))
      .map(({ key }) => key) ?? []
  );
}

function text({ organisation }: Sandbox, name: string): string {
  const stored = organisation.findBucket(STATE_BUCKET)?.current(`limits-watchdog/reports/${name}`);
  if (stored === undefined) throw new Error(`no ${name}`);
  return Buffer.from(stored.body).toString('utf8');
}

function latest(sandbox: Sandbox): RunReport {
  const parsed = parse(text(sandbox, 'latest.json'), runReport);
  if (!parsed.ok) throw new Error(parsed.fault);
  return parsed.value;
}

describe('the report of a run', () => {
  it('is in the bucket as a page with its time, as the latest page, as JSON and as metrics', async () => {
    const { sandbox, summary } = await runWatch(RUN);
    expect(summary).toMatchObject({ status: 'attention', published: 1 });
    expect(summary).not.toHaveProperty('reportNotKept');
    const [dated, page, json, metrics] = storedReports(sandbox);
    expect(dated).toMatch(/^limits-watchdog\/reports\/2026-11-22T0600\d\dZ\.html$/);
    expect([page, json, metrics]).toEqual([
      'limits-watchdog/reports/latest.html',
      'limits-watchdog/reports/latest.json',
      'limits-watchdog/reports/metrics.prom',
    ]);
    expect(text(sandbox, 'latest.html')).toBe(text(sandbox, dated?.split('/').at(-1) ?? ''));
  });

  it('shows what the run measured, with history and forecast, and escapes hostile names', async () => {
    const { sandbox, summary } = await runWatch(RUN);
    const report = latest(sandbox);
    expect(report).toMatchObject({
      purpose: 'watch',
      status: 'attention',
      history: 'known',
      prunes: { kind: 'read', prunes: [] },
      runId: summary !== undefined && 'runId' in summary ? summary.runId : '',
    });
    const [first] = report.findings;
    expect(first?.finding).toMatchObject({ state: 'critical', used: { amount: 299 * GIB } });
    expect(first?.samples).toEqual([{ day: '2026-11-22', used: 299 * GIB }]);
    const page = text(sandbox, 'latest.html');
    expect(page).toContain('&lt;img src=x');
    expect(page).not.toContain('<img');
    expect(page).toMatch(/style-src 'sha256-[A-Za-z0-9+/]{43}='/);
  });

  it('is stored as a web page, JSON and metrics, each with its content type', async () => {
    const { sandbox } = await runWatch(RUN);
    const puts = sandbox.calls
      .list({ operation: 'PutObject' })
      .filter(({ access }) => access.some(({ resource }) => resource.includes('/reports/')));
    // The document of the alert is one of them.
    expect(puts).toHaveLength(1 + 5);
    const bucket = sandbox.organisation.findBucket(STATE_BUCKET);
    const types = storedReports(sandbox).map((key) => bucket?.current(key)?.contentType);
    expect(types).toEqual([
      'text/html; charset=utf-8',
      'text/html; charset=utf-8',
      'application/json',
      'text/plain; version=0.0.4; charset=utf-8',
      'application/json',
    ]);
  });

  it('adds one page for each run, and the latest page is that of the last run', async () => {
    const { sandbox } = await runWatch(RUN);
    await sandbox.clock.sleep(6 * 3_600_000);
    await watchOnce(sandbox, { ...RUN, requestId: 'second-run' });
    expect(storedReports(sandbox)).toHaveLength(6);
    expect(latest(sandbox).runId).toMatch(/^second-run/);
  });

  it('names the previous run and what has changed since', async () => {
    const { sandbox } = await runWatch(RUN);
    const first = latest(sandbox);
    expect(first.earlier).toEqual({ kind: 'read', runs: [], gone: 0 });
    await sandbox.clock.sleep(6 * 3_600_000);
    await watchOnce(sandbox, { ...RUN, requestId: 'second-run' });
    const second = latest(sandbox);
    expect(second.earlier).toMatchObject({
      kind: 'read',
      runs: [{ runId: first.runId, measuredAt: first.measuredAt, status: 'attention' }],
      gone: 0,
    });
    expect(second.findings.filter(({ before }) => before !== undefined)).toEqual([]);
    const page = text(sandbox, 'latest.html');
    expect(page).toContain(`prefix=${encodeURIComponent(storedReports(sandbox)[0] ?? '')}`);
    expect(page).toContain('no limit changed its state');
  });

  it('says that earlier runs are unknown when their list is denied, and does not change the list', async () => {
    const { sandbox, summary } = await runWatch({
      ...RUN,
      faults: [
        {
          match: { operation: 'GetObject', resource: '*/reports/runs.json' },
          times: 'always',
          effect: { kind: 'error', name: 'AccessDenied', status: 403 },
        },
      ],
    });
    expect(summary).toMatchObject({ status: 'attention', published: 1 });
    expect(latest(sandbox).earlier).toMatchObject({
      kind: 'failed',
      failure: { reason: 'denied', operation: 's3:GetObject' },
    });
    expect(storedReports(sandbox)).toHaveLength(4);
    expect(text(sandbox, 'latest.html')).toContain(
      'Not compared: the run before could not be read',
    );
  });

  it.each([
    ['all', 'always' as const, '*/reports/*'],
    ['one of three', 1, '*/reports/latest.*'],
  ])(
    'that cannot be stored loses no alert and no heartbeat, and the run says so: %s',
    async (_, times, resource) => {
      const faults = [
        {
          match: { operation: 'PutObject', resource },
          times,
          effect: { kind: 'error', name: 'AccessDenied', status: 403 },
        } as const,
      ];
      const loud = await runWatch({ ...RUN, faults });
      expect(loud.summary).toMatchObject({
        status: 'attention',
        published: 1,
        reportNotKept: expect.stringContaining('s3:PutObject: AccessDenied'),
      });
      expect(loud.mails).toHaveLength(1);
      expect(loud.lines.join('\n')).toContain('"Heartbeat":1');
      // Without this fault the run is complete.
      const quiet = await runWatch({ ...QUIET, faults });
      expect(quiet.error).toBeUndefined();
      expect(quiet.summary).toMatchObject({ status: 'attention', published: 0 });
    },
  );

  it('is stored with the status failed when no alert could be sent', async () => {
    const ran = await runWatch({
      ...RUN,
      faults: [
        {
          match: { service: 'sns' },
          times: 'always',
          effect: { kind: 'error', name: 'AuthorizationError', status: 403 },
        },
      ],
    });
    expect(ran.error?.name).toBe('RunFailed');
    expect(latest(ran.sandbox).status).toBe('failed');
    expect(text(ran.sandbox, 'metrics.prom')).toContain('status="failed"} 1\n');
  });

  it('is left out when the time is up, which is reported', async () => {
    const ran = await runWatch({
      ...QUIET,
      faults: [
        { match: { operation: 'ListObjectsV2' }, times: 1, effect: { kind: 'delay', ms: 9_000 } },
      ],
      remainingMs: 8_000,
    });
    expect(ran.summary).toMatchObject({
      status: 'attention',
      reportNotKept: 'out of time (s3:PutObject: OutOfTime)',
    });
    expect(ran.lines.join('\n')).toContain('"Heartbeat":1');
  });
});
