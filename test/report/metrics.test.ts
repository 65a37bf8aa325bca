import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { metricsText } from '../../src/report/metrics/exposition.ts';
import { FAMILIES } from '../../src/report/metrics/families.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { RunReport } from '../../src/model/run-report.ts';
import { accountId } from '../../src/model/aws-ids.ts';
import { GIB } from '../../src/model/units.ts';
import { plain } from '../../src/text/plain.ts';
import { HOSTILE_NAMES } from '../hostile-names.ts';
import {
  blind,
  CODE_STORAGE,
  failure,
  judged,
  OLD_VERSIONS,
  regionTarget,
  S3_BUCKETS,
  unknown,
  wholeAccount,
} from '../model/make.ts';
import { sized } from '../size.ts';
import { readMetrics } from './read-metrics.ts';
import { accountNamed, hostileReport, largeReport, reportOf } from './sample-report.ts';

const TARGET = regionTarget('eu-west-1');
const DENIED = failure('denied', 'AccessDenied', 'sts:AssumeRole');

/** Returns a report without the history of a sample report. */
function report(findings: readonly Finding[], more: Partial<RunReport> = {}): RunReport {
  const whole = reportOf(findings);
  const bare = whole.findings.map(({ finding }) => ({ finding, samples: [] }));
  return { ...whole, findings: bare, ...more };
}

const samplesOf = (findings: readonly Finding[], more: Partial<RunReport> = {}) =>
  readMetrics(metricsText(report(findings, more)));

const values = (findings: readonly Finding[]) =>
  Object.fromEntries(
    samplesOf(findings)
      .filter(({ labels }) => labels['limit'] !== undefined)
      .map(({ name, value }) => [name.replace('limits_watchdog_', ''), value]),
  );

describe('the metrics of a run', () => {
  it('are in the text format that a scraper reads', () => {
    const findings = [
      judged('warn', TARGET, CODE_STORAGE, 255 * GIB, 300 * GIB),
      judged('ok', wholeAccount(), S3_BUCKETS, 12, 10_000),
      blind(DENIED, TARGET, OLD_VERSIONS),
    ];
    const [first, ...others] = report(findings).findings;
    const forecast = { daysToFull: 12.5, earliestDays: 9, basisDays: 30, perDay: 3 * GIB };
    expect(
      metricsText({
        ...report(findings, { status: 'incomplete' }),
        findings: first === undefined ? [] : [{ ...first, forecast }, ...others],
      }),
    ).toMatchInlineSnapshot(`
      "# HELP limits_watchdog_bytes_usage Bytes used of a limit; absent where they are not known.
      # TYPE limits_watchdog_bytes_usage gauge
      limits_watchdog_bytes_usage{deployment="limits-watchdog",account_id="222222222222",account_name="dev",stage="nonprod",region="eu-west-1",limit="lambda-code-storage",quota_code="L-2ACBD22F"} 273804165120
      # HELP limits_watchdog_bytes_limit The limit in bytes; absent where it is not known.
      # TYPE limits_watchdog_bytes_limit gauge
      limits_watchdog_bytes_limit{deployment="limits-watchdog",account_id="222222222222",account_name="dev",stage="nonprod",region="eu-west-1",limit="lambda-code-storage",quota_code="L-2ACBD22F"} 322122547200
      # HELP limits_watchdog_items_usage Things used of a limit that counts them; absent where they are not known.
      # TYPE limits_watchdog_items_usage gauge
      limits_watchdog_items_usage{deployment="limits-watchdog",account_id="222222222222",account_name="dev",stage="nonprod",region="global",limit="s3-buckets",quota_code="L-DC2B2D3D"} 12
      # HELP limits_watchdog_items_limit The limit in things; absent where it is not known.
      # TYPE limits_watchdog_items_limit gauge
      limits_watchdog_items_limit{deployment="limits-watchdog",account_id="222222222222",account_name="dev",stage="nonprod",region="global",limit="s3-buckets",quota_code="L-DC2B2D3D"} 10000
      # HELP limits_watchdog_usage_ratio Usage divided by the limit; absent where either is not known.
      # TYPE limits_watchdog_usage_ratio gauge
      limits_watchdog_usage_ratio{deployment="limits-watchdog",account_id="222222222222",account_name="dev",stage="nonprod",region="eu-west-1",limit="lambda-code-storage",quota_code="L-2ACBD22F"} 0.85
      limits_watchdog_usage_ratio{deployment="limits-watchdog",account_id="222222222222",account_name="dev",stage="nonprod",region="global",limit="s3-buckets",quota_code="L-DC2B2D3D"} 0.0012
      # HELP limits_watchdog_level By the thresholds of watchdog.yml: 0 ok, 1 warn, 2 critical; absent where it is not known.
      # TYPE limits_watchdog_level gauge
      limits_watchdog_level{deployment="limits-watchdog",account_id="222222222222",account_name="dev",stage="nonprod",region="eu-west-1",limit="lambda-code-storage",quota_code="L-2ACBD22F"} 1
      limits_watchdog_level{deployment="limits-watchdog",account_id="222222222222",account_name="dev",stage="nonprod",region="global",limit="s3-buckets",quota_code="L-DC2B2D3D"} 0
      # HELP limits_watchdog_until_full_seconds Seconds from the run until the limit is full at the present rate; absent without a trend.
      # TYPE limits_watchdog_until_full_seconds gauge
      limits_watchdog_until_full_seconds{deployment="limits-watchdog",account_id="222222222222",account_name="dev",stage="nonprod",region="eu-west-1",limit="lambda-code-storage",quota_code="L-2ACBD22F"} 1080000
      # HELP limits_watchdog_not_measured 1 where the usage could not be measured, else 0.
      # TYPE limits_watchdog_not_measured gauge
      limits_watchdog_not_measured{deployment="limits-watchdog",account_id="222222222222",account_name="dev",stage="nonprod",region="eu-west-1",limit="lambda-code-storage",quota_code="L-2ACBD22F"} 0
      limits_watchdog_not_measured{deployment="limits-watchdog",account_id="222222222222",account_name="dev",stage="nonprod",region="global",limit="s3-buckets",quota_code="L-DC2B2D3D"} 0
      limits_watchdog_not_measured{deployment="limits-watchdog",account_id="222222222222",account_name="dev",stage="nonprod",region="eu-west-1",limit="lambda-old-versions"} 1
      # HELP limits_watchdog_limit_unknown 1 where the usage was measured and the limit could not be read, else 0.
      # TYPE limits_watchdog_limit_unknown gauge
      limits_watchdog_limit_unknown{deployment="limits-watchdog",account_id="222222222222",account_name="dev",stage="nonprod",region="eu-west-1",limit="lambda-code-storage",quota_code="L-2ACBD22F"} 0
      limits_watchdog_limit_unknown{deployment="limits-watchdog",account_id="222222222222",account_name="dev",stage="nonprod",region="global",limit="s3-buckets",quota_code="L-DC2B2D3D"} 0
      limits_watchdog_limit_unknown{deployment="limits-watchdog",account_id="222222222222",account_name="dev",stage="nonprod",region="eu-west-1",limit="lambda-old-versions"} 0
      # HELP limits_watchdog_run_status 1 for the status of the last run, 0 for the others.
      # TYPE limits_watchdog_run_status gauge
      limits_watchdog_run_status{deployment="limits-watchdog",status="complete"} 0
      limits_watchdog_run_status{deployment="limits-watchdog",status="attention"} 0
      limits_watchdog_run_status{deployment="limits-watchdog",status="incomplete"} 1
      limits_watchdog_run_status{deployment="limits-watchdog",status="failed"} 0
      # HELP limits_watchdog_run_timestamp_seconds When the last run measured, in seconds since 1970.
      # TYPE limits_watchdog_run_timestamp_seconds gauge
      limits_watchdog_run_timestamp_seconds{deployment="limits-watchdog"} 1795327200
      "
    `);
  });

  it.each<readonly [string, Finding, Record<string, number>]>([
    [
      'critical, in things',
      judged('critical', TARGET, OLD_VERSIONS, 2_500, 1_000),
      {
        items_usage: 2500,
        items_limit: 1000,
        usage_ratio: 2.5,
        level: 2,
        not_measured: 0,
        limit_unknown: 0,
      },
    ],
    [
      'beyond a limit of nothing',
      judged('critical', TARGET, OLD_VERSIONS, 1, 0),
      {
        items_usage: 1,
        items_limit: 0,
        usage_ratio: Infinity,
        level: 2,
        not_measured: 0,
        limit_unknown: 0,
      },
    ],
    [
      'an unknown limit: usage, and neither limit nor level',
      unknown(TARGET, CODE_STORAGE),
      { bytes_usage: 1, not_measured: 0, limit_unknown: 1 },
    ],
    [
      'a blind spot: no usage, and never 0',
      blind(DENIED, TARGET, CODE_STORAGE),
      { not_measured: 1, limit_unknown: 0 },
    ],
    [
      'a Region that is not enabled',
      { ...blind(DENIED, TARGET, CODE_STORAGE), state: 'not-enabled' },
      {},
    ],
    ['a metric without data', { ...blind(DENIED, TARGET, CODE_STORAGE), state: 'no-data' }, {}],
  ])('contain what is known of %s', (_, finding, expected) => {
    expect(values([finding])).toEqual(expected);
  });

  it('name account, Region, limit and the code of its quota, where it has one', () => {
    const labels = samplesOf([
      judged('ok', TARGET, CODE_STORAGE, 1, 2),
      judged('ok', TARGET, OLD_VERSIONS, 1, 2),
      judged('ok', wholeAccount(), S3_BUCKETS, 1, 2),
    ])
      .filter(({ name }) => name.endsWith('_level'))
      .map((one) => one.labels);
    const account = {
      deployment: 'limits-watchdog',
      account_id: '222222222222',
      account_name: 'dev',
      stage: 'nonprod',
    };
    expect(labels).toEqual([
      { ...account, region: 'eu-west-1', limit: 'lambda-code-storage', quota_code: 'L-2ACBD22F' },
      { ...account, region: 'eu-west-1', limit: 'lambda-old-versions' },
      { ...account, region: 'global', limit: 's3-buckets', quota_code: 'L-DC2B2D3D' },
    ]);
  });

  it.each(['complete', 'attention', 'incomplete', 'failed'] as const)(
    'say that a run was %s, when it measured, and nothing else where it saw nothing',
    (status) => {
      const samples = samplesOf([], { status });
      expect(samples).toHaveLength(5);
      const is = samples.filter(({ name, value }) => name.endsWith('_status') && value === 1);
      expect(is.map(({ labels }) => labels['status'])).toEqual([status]);
      expect(samples.at(-1)).toEqual({
        name: 'limits_watchdog_run_timestamp_seconds',
        labels: { deployment: 'limits-watchdog' },
        value: Date.UTC(2026, 10, 22, 6) / 1000,
      });
    },
  );

  it('escape hostile names, one line each, and contain every family', () => {
    const text = metricsText(hostileReport());
    const names = new Set(readMetrics(text).map(({ labels }) => labels['account_name']));
    for (const name of HOSTILE_NAMES) expect(names).toContain(plain(name));
    expect(text).not.toMatch(/[^\P{Cc}\n]/u);
    const all = new Set(readMetrics(metricsText(largeReport(8, 3))).map(({ name }) => name));
    const possible = Object.values(FAMILIES).map(({ name }) => name);
    expect(possible.filter((name) => !all.has(name))).toEqual([]);
  });

  it('are read back as they were, whatever an account is called', () => {
    const names = fc.string({
      unit: fc.oneof(
        fc.constantFrom('"', '\\', '\n', '{', '}', ',', '='),
        fc.string({ unit: 'binary', maxLength: 1 }),
      ),
    });
    fc.assert(
      fc.property(names, fc.nat({ max: 2 ** 53 - 1 }), (name, amount) => {
        const account = { ...accountNamed(name, 1), id: accountId('222222222222') };
        const target = regionTarget('eu-west-1', 'account', account);
        const [usage] = samplesOf([judged('ok', target, CODE_STORAGE, amount, amount)]);
        expect(usage).toMatchObject({ name: FAMILIES.bytesUsage.name, value: amount });
        expect(usage?.labels['account_name'] ?? '').toBe(plain(name));
      }),
      { numRuns: sized(20, 1_000) },
    );
  });

  it('are the same text for the same run', () => {
    const made = () => metricsText(largeReport(6, 2));
    expect(made()).toBe(made());
  });
});
