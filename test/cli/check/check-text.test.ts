import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { catalogue } from '../../../src/limits/catalogue.ts';
import { accountId } from '../../../src/model/aws-ids.ts';
import type { Finding } from '../../../src/model/finding.ts';
import type { ReportedFinding, RunReport } from '../../../src/model/run-report.ts';
import { instant } from '../../../src/model/time.ts';
import { GIB } from '../../../src/model/units.ts';
import { checkLines, sumLine } from '../../../src/cli/check/report-text.ts';
import { displayWidth } from '../../../src/text/display-width.ts';
import type { Paint } from '../../../src/text/paint.ts';
import {
  blind,
  CODE_STORAGE,
  failure,
  judged,
  regionTarget,
  S3_BUCKETS,
  unknown,
  wholeAccount,
} from '../../model/make.ts';

const IRELAND = regionTarget('eu-west-1');
const HOSTILE = '\u001b[2J\u001b]0;owned\u0007<b>|\n\u202egnp.exe 数据团队 👩‍🚀';

function named(name: string) {
  return regionTarget('eu-west-1', 'default', {
    id: accountId('333333333333'),
    name,
    stage: 'nonprod',
  });
}

function reportOf(...findings: readonly (Finding | ReportedFinding)[]): RunReport {
  return {
    deployment: 'limits-watchdog',
    runId: 'run',
    purpose: 'check',
    measuredAt: instant(Date.parse('2026-11-22T06:00:00Z')),
    status: 'incomplete',
    limits: catalogue.map(({ definition }) => definition),
    findings: findings.map((one) => ('finding' in one ? one : { finding: one, samples: [] })),
    mutes: [],
    prunes: { kind: 'not-asked' },
    history: 'known',
    notCovered: [],
  };
}

const MIXED = reportOf(
  judged('ok', IRELAND, CODE_STORAGE, 30 * GIB, 300 * GIB),
  {
    finding: judged('warn', wholeAccount(), S3_BUCKETS, 8_500, 10_000),
    samples: [],
    forecast: { daysToFull: 12.9, earliestDays: 9, basisDays: 30, perDay: 7 },
    mutedBy: { owner: 'ops', reason: 'known', until: instant(Date.parse('2026-12-01T00:00:00Z')) },
  },
  judged('critical', named(HOSTILE), CODE_STORAGE, 300 * GIB - 40_000_000, 300 * GIB),
  unknown(regionTarget('us-east-1')),
  blind(failure('denied', 'AccessDenied'), regionTarget('eu-central-1')),
  { ...blind(failure('not-enabled'), regionTarget('af-south-1')), state: 'not-enabled' },
);

describe('a report on a terminal', () => {
  it('lets no title of a limit, which another function may have answered with, reach the terminal as it is', () => {
    const limits = MIXED.limits.map((limit) => ({ ...limit, title: HOSTILE }));
    const blinded = blind(failure('denied'), regionTarget('us-east-1'));
    const lines = checkLines(
      { ...MIXED, limits, findings: [...MIXED.findings, { finding: blinded, samples: [] }] },
      undefined,
    );
    expect(lines.filter((line) => /[\p{Cc}\u202e]/u.test(line))).toEqual([]);
  });

  it('shows what was not seen, then the worst first, then the sum', () => {
    expect(checkLines(MIXED)).toMatchInlineSnapshot(`
      [
        "NOT MEASURED  dev (222222222222), eu-central-1: Lambda code storage: access denied (lambda:GetAccountSettings: AccessDenied); check the role, its trust and external id, and any SCP, then run the watchdog again.",
        "UNKNOWN  dev (222222222222), us-east-1: the limit of Lambda code storage: answer not understood (lambda:GetAccountSettings: malformed); update limits-watchdog if this stays.",
        "",
        "                 ACCOUNT                                REGION     LIMIT                   USED       OF  FULL  FULL IN",
        "UNKNOWN          dev                                    us-east-1  Lambda code storage  0.1 GiB  unknown",
        "CRITICAL         [2J ]0;owned <b>| gnp.exe 数据团队 👩‍🚀  eu-west-1  Lambda code storage  300 GiB  300 GiB  99 %",
        "WARNING (muted)  dev                                    global     S3 buckets             8,500   10,000  85 %  12 days",
        "ok               dev                                    eu-west-1  Lambda code storage   30 GiB  300 GiB  10 %",
        "",
        "6 figures of 2 accounts at 2026-11-22 06:00 UTC: 1 not measured, 1 with a limit that is not known, 1 critical, 1 warning, 1 ok, 1 in Regions that are not enabled",
      ]
    `);
  });

  it('says of a quota that it is stated', () => {
    const finding = {
      ...judged('ok', wholeAccount(), S3_BUCKETS, 20, 2_000),
      stated: { owner: 'platform', reason: 'denied by us' },
    };
    expect(checkLines(reportOf(finding)).join('\n')).toMatch(
      /S3 buckets +20 +2,000 \(stated\) +1 %/,
    );
  });

  it('keeps its figures whole and breaks names where there is little room', () => {
    expect(checkLines(MIXED, { width: 80 }).slice(3)).toMatchInlineSnapshot(`
      [
        "UNKNOWN  dev (222222222222), us-east-1: the limit of Lambda code storage:",
        "  answer not understood (lambda:GetAccountSettings: malformed); update",
        "  limits-watchdog if this stays.",
        "",
        "            ACCOUNT      REGION     LIMIT           USED       OF  FULL  FULL IN",
        "UNKNOWN     dev          us-east-1  Lambda code  0.1 GiB  unknown",
        "                                    storage",
        "CRITICAL    [2J          eu-west-1  Lambda code  300 GiB  300 GiB  99 %",
        "            ]0;owned                storage",
        "            <b>|",
        "            gnp.exe",
        "            数据团队 👩‍🚀",
        "WARNING     dev          global     S3 buckets     8,500   10,000  85 %  12 days",
        "(muted)",
        "ok          dev          eu-west-1  Lambda code   30 GiB  300 GiB  10 %",
        "                                    storage",
        "",
        "6 figures of 2 accounts at 2026-11-22 06:00 UTC: 1 not measured, 1 with a",
        "  limit that is not known, 1 critical, 1 warning, 1 ok, 1 in Regions that are",
        "  not enabled",
      ]
    `);
  });

  it('gives each figure lines of its own where no table fits', () => {
    expect(checkLines(MIXED, { width: 40 })).toMatchInlineSnapshot(`
      [
        "NOT MEASURED  dev (222222222222),",
        "  eu-central-1: Lambda code storage:",
        "  access denied",
        "  (lambda:GetAccountSettings:",
        "  AccessDenied); check the role, its",
        "  trust and external id, and any SCP,",
        "  then run the watchdog again.",
        "UNKNOWN  dev (222222222222),",
        "  us-east-1: the limit of Lambda code",
        "  storage: answer not understood",
        "  (lambda:GetAccountSettings:",
        "  malformed); update limits-watchdog if",
        "  this stays.",
        "",
        "UNKNOWN",
        "  account: dev",
        "  region: us-east-1",
        "  limit: Lambda code storage",
        "  used: 0.1 GiB",
        "  of: unknown",
        "CRITICAL",
        "  account: [2J ]0;owned <b>| gnp.exe",
        "  数据团队 👩‍🚀",
        "  region: eu-west-1",
        "  limit: Lambda code storage",
        "  used: 300 GiB",
        "  of: 300 GiB",
        "  full: 99 %",
        "WARNING (muted)",
        "  account: dev",
        "  region: global",
        "  limit: S3 buckets",
        "  used: 8,500",
        "  of: 10,000",
        "  full: 85 %",
        "  full in: 12 days",
        "ok",
        "  account: dev",
        "  region: eu-west-1",
        "  limit: Lambda code storage",
        "  used: 30 GiB",
        "  of: 300 GiB",
        "  full: 10 %",
        "",
        "6 figures of 2 accounts at 2026-11-22",
        "  06:00 UTC: 1 not measured, 1 with a",
        "  limit that is not known, 1 critical, 1",
        "  warning, 1 ok, 1 in Regions that are",
        "  not enabled",
      ]
    `);
  });

  it.each([20, 30, 40, 60, 80, 100, 200])('is never wider than %i cells', (width) => {
    const widths = checkLines(MIXED, { width }).map(displayWidth);
    expect(Math.max(...widths)).toBeLessThanOrEqual(width);
  });

  it('lets no name move the cursor, colour, or add a line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const lines = checkLines(reportOf(judged('ok', named(name))));
        expect(lines).toHaveLength(4);
        expect(lines.join('')).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });

  it('colours each state, whose word is there without colours too', () => {
    const painted: [string, string][] = [];
    const paint: Paint = (tone, words) => {
      painted.push([tone, words]);
      return `<${words}>`;
    };
    const lines = checkLines(MIXED, { paint });
    expect(painted).toEqual([
      ['care', 'NOT MEASURED'],
      ['care', 'UNKNOWN'],
      ['care', 'UNKNOWN'],
      ['bad', 'CRITICAL'],
      ['care', 'WARNING (muted)'],
      ['good', 'ok'],
    ]);
    expect(lines.map((line) => line.replaceAll(/<(?!b>)(.*?)>/g, '$1'))).toEqual(checkLines(MIXED));
  });

  it.each([
    [{ daysToFull: 0.4, earliestDays: 0.2 }, 'under a day'],
    [{ daysToFull: 546.5, earliestDays: 300 }, '546 days'],
    [{ daysToFull: 3_926_158, earliestDays: 366 }, 'over a year'],
  ])('says when it is full no better than a forecast knows: %j', (days, expected) => {
    const finding = judged('ok', IRELAND);
    const forecast = { ...days, basisDays: 30, perDay: 7 };
    const lines = checkLines(reportOf({ finding, samples: [], forecast }));
    expect(lines[1]?.endsWith(`  ${expected}`)).toBe(true);
  });

  it.each<[string, RunReport, string]>([
    [
      'nothing',
      reportOf(),
      '0 figures of 0 accounts at 2026-11-22 06:00 UTC: nothing was measured',
    ],
    [
      'all kinds',
      MIXED,
      '6 figures of 2 accounts at 2026-11-22 06:00 UTC: 1 not measured, 1 with a limit that is not known, 1 critical, 1 warning, 1 ok, 1 in Regions that are not enabled',
    ],
  ])('sums up %s', (_, report, sentence) => {
    expect(sumLine(report)).toBe(sentence);
  });
});
