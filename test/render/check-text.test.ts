import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { catalogue } from '../../src/aws/limits/catalogue.ts';
import { accountId } from '../../src/model/aws-ids.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { ReportedFinding, RunReport } from '../../src/model/run-report.ts';
import { instant } from '../../src/model/time.ts';
import { GIB } from '../../src/model/units.ts';
import { checkLines, sumLine } from '../../src/render/check-text.ts';
import { displayWidth } from '../../src/render/display-width.ts';
import { fittedTable, wrapped } from '../../src/render/text-table.ts';
import {
  blind,
  CODE_STORAGE,
  failure,
  judged,
  regionTarget,
  S3_BUCKETS,
  unknown,
  wholeAccount,
} from '../model/make.ts';

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
  it('shows what was not seen, then the worst first, then the sum', () => {
    expect(checkLines(MIXED, undefined)).toMatchInlineSnapshot(`
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

  it('keeps its figures and loses the ends of names where there is little room', () => {
    expect(checkLines(MIXED, 80).slice(3)).toMatchInlineSnapshot(`
      [
        "UNKNOWN  dev (222222222222), us-east-1: the limit of Lambda code storage: answer",
        "  not understood (lambda:GetAccountSettings: malformed); update limits-watchdog",
        "  if this stays.",
        "",
        "                 ACCOUNT   REGION     LIMIT         USED       OF  FULL  FULL IN",
        "UNKNOWN          dev       us-east-1  Lambda c…  0.1 GiB  unknown",
        "CRITICAL         [2J ]0;…  eu-west-1  Lambda c…  300 GiB  300 GiB  99 %",
        "WARNING (muted)  dev       global     S3 bucke…    8,500   10,000  85 %  12 days",
        "ok               dev       eu-west-1  Lambda c…   30 GiB  300 GiB  10 %",
        "",
        "6 figures of 2 accounts at 2026-11-22 06:00 UTC: 1 not measured, 1 with a limit",
        "  that is not known, 1 critical, 1 warning, 1 ok, 1 in Regions that are not",
        "  enabled",
      ]
    `);
  });

  it('gives each figure lines of its own where no table fits', () => {
    expect(checkLines(MIXED, 40)).toMatchInlineSnapshot(`
      [
        "NOT MEASURED  dev (222222222222),",
        "  eu-central-1: Lambda code storage:",
        "  access denied",
        "  (lambda:GetAccountSettings:",
        "  AccessDenied); check the role, its",
        "  trust and external id, and any SCP,",
        "  then run the watchdog again.",
        "UNKNOWN  dev (222222222222), us-east-1:",
        "  the limit of Lambda code storage:",
        "  answer not understood",
        "  (lambda:GetAccountSettings:",
        "  malformed); update limits-watchdog if",
        "  this stays.",
        "",
        "UNKNOWN  dev  us-east-1  Lambda code",
        "  storage  0.1 GiB  unknown",
        "CRITICAL  [2J ]0;owned <b>| gnp.exe",
        "  数据团队 👩‍🚀  eu-west-1  Lambda code",
        "  storage  300 GiB  300 GiB  99 %",
        "WARNING (muted)  dev  global  S3 buckets",
        "   8,500  10,000  85 %  full in 12 days",
        "ok  dev  eu-west-1  Lambda code storage",
        "  30 GiB  300 GiB  10 %",
        "",
        "6 figures of 2 accounts at 2026-11-22",
        "  06:00 UTC: 1 not measured, 1 with a",
        "  limit that is not known, 1 critical, 1",
        "  warning, 1 ok, 1 in Regions that are",
        "  not enabled",
      ]
    `);
  });

  it.each([30, 40, 60, 80, 100, 200])('is never wider than %i cells', (columns) => {
    const widths = checkLines(MIXED, columns).map(displayWidth);
    expect(Math.max(...widths)).toBeLessThanOrEqual(columns);
  });

  it('lets no name move the cursor, colour, or add a line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const lines = checkLines(reportOf(judged('ok', named(name))), 80);
        expect(lines).toHaveLength(4);
        expect(lines.join('')).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
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

describe('a table', () => {
  const layout = { columns: 20, mayBeCut: [0], toTheRight: [1] };

  it('cuts where it may, by cells and never through a character', () => {
    expect(
      fittedTable(
        [
          ['', ''],
          ['名前がとても長いチーム', '93 %'],
        ],
        layout,
      ).slice(1),
    ).toEqual(['名前がとても…   93 %']);
    expect(
      fittedTable(
        [
          ['A', 'FULL', 'GONE'],
          ['a', '9 %', ''],
          ['b', '93 %', ''],
        ],
        layout,
      ),
    ).toEqual(['A  FULL', 'a   9 %', 'b  93 %']);
  });

  it('breaks long lines at spaces, and leaves a word that is too long as it is', () => {
    expect(wrapped('one two three', 8, '  ')).toEqual(['one two', '  three']);
    expect(wrapped('incomprehensibilities', 8, '  ')).toEqual(['incomprehensibilities']);
  });
});
