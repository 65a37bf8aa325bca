import * as fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';

import { accountId } from '../../../src/model/aws-ids.ts';
import type { RunReport } from '../../../src/model/run-report.ts';
import { instant } from '../../../src/model/time.ts';
import { GIB } from '../../../src/model/units.ts';
import { checkLines, sumLine } from '../../../src/cli/check/report-text.ts';
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
import { hostileReport, largeReport } from '../../report/sample-report.ts';
import { wideReport } from '../../report/wide-report.ts';
import { reportOf } from './report-of.ts';

const IRELAND = regionTarget('eu-west-1');
const COMMAND = /^ {2}limits-watchdog (?:doctor|prune)/;
const HOSTILE = '\u001b[2J\u001b]0;owned\u0007<b>|\n\u202egnp.exe 数据团队 👩‍🚀';

function named(name: string) {
  return regionTarget('eu-west-1', 'default', {
    id: accountId('333333333333'),
    name,
    stage: 'nonprod',
  });
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
  it('makes the titles of limits plain, since they may come from another function', () => {
    const limits = MIXED.limits.map((limit) => ({ ...limit, title: HOSTILE }));
    const blinded = blind(failure('denied'), regionTarget('us-east-1'));
    const lines = checkLines(
      { ...MIXED, limits, findings: [...MIXED.findings, { finding: blinded, samples: [] }] },
      undefined,
    );
    expect(lines.filter((line) => /[\p{Cc}\u202e]/u.test(line))).toEqual([]);
  });

  it('shows what was not measured, then the worst first, then the sum', () => {
    expect(checkLines(MIXED)).toMatchInlineSnapshot(`
      [
        "NOT MEASURED  dev (222222222222), eu-central-1: Lambda code storage: access denied (lambda:GetAccountSettings: AccessDenied)",
        "UNKNOWN  dev (222222222222), us-east-1: the limit of Lambda code storage (0.1 GiB in use): answer not understood (lambda:GetAccountSettings: malformed)",
        "",
        "                 ACCOUNT                                REGION        LIMIT                   USED       OF  FULL  FULL IN",
        "UNKNOWN          dev                                    us-east-1     Lambda code storage  0.1 GiB  unknown",
        "CRITICAL         [2J ]0;owned <b>| gnp.exe 数据团队 👩‍🚀  eu-west-1     Lambda code storage  300 GiB  300 GiB  99 %",
        "WARNING (muted)  dev                                    account-wide  S3 buckets             8,500   10,000  85 %  12 days",
        "",
        "ok  1 figure of 1 account, the fullest 10 %: dev, eu-west-1, Lambda code storage; --all shows them",
        "",
        "6 figures of 2 accounts at 2026-11-22 06:00 UTC: 1 not measured, 1 with a limit that is not known, 1 critical, 1 warning, 1 ok, 1 in Regions that are not enabled",
        "",
        "Next steps:",
        "- dev, not measured: check the role, its trust and external id, and any SCP, then run the watchdog again. To see which permission is missing:",
        "  limits-watchdog doctor --account dev",
        "- dev, unknown limits: update limits-watchdog if this stays.",
        "- [2J ]0;owned <b>| gnp.exe 数据团队 👩‍🚀, eu-west-1, Lambda code storage:",
        "  limits-watchdog prune 333333333333",
        "  Delete old versions with the command; it shows a plan and asks for confirmation before it deletes.",
        "  Permanent fix: deploy with S3ObjectStorageMode=REFERENCE, which leaves the code in your own versioned bucket and out of this limit.",
      ]
    `);
  });

  it('marks a quota that the configuration states', () => {
    const finding = {
      ...judged('ok', wholeAccount(), S3_BUCKETS, 20, 2_000),
      stated: { owner: 'platform', reason: 'denied by us' },
    };
    expect(checkLines(reportOf(finding), { isWhole: true }).join('\n')).toMatch(
      /S3 buckets +20 +2,000 \(stated\) +1 %/,
    );
  });

  it('keeps its figures whole and breaks names where there is little room', () => {
    expect(checkLines(MIXED, { width: 80 }).slice(3)).toMatchInlineSnapshot(`
      [
        "  GiB in use): answer not understood (lambda:GetAccountSettings: malformed)",
        "",
        "Lambda code storage",
        "          ACCOUNT                              REGION        USED       OF  FULL",
        "UNKNOWN   dev                                  us-east-1  0.1 GiB  unknown",
        "CRITICAL  [2J ]0;owned <b>| gnp.exe 数据团队   eu-west-1  300 GiB  300 GiB  99 %",
        "          👩‍🚀",
        "",
        "S3 buckets",
        "                 ACCOUNT  REGION         USED      OF  FULL  FULL IN",
        "WARNING (muted)  dev      account-wide  8,500  10,000  85 %  12 days",
        "",
        "ok  1 figure of 1 account, the fullest 10 %: dev, eu-west-1, Lambda code",
        "  storage; --all shows them",
        "",
        "6 figures of 2 accounts at 2026-11-22 06:00 UTC: 1 not measured, 1 with a",
        "  limit that is not known, 1 critical, 1 warning, 1 ok, 1 in Regions that are",
        "  not enabled",
        "",
        "Next steps:",
        "- dev, not measured: check the role, its trust and external id, and any SCP,",
        "  then run the watchdog again. To see which permission is missing:",
        "  limits-watchdog doctor --account dev",
        "- dev, unknown limits: update limits-watchdog if this stays.",
        "- [2J ]0;owned <b>| gnp.exe 数据团队 👩‍🚀, eu-west-1, Lambda code storage:",
        "  limits-watchdog prune 333333333333",
        "  Delete old versions with the command; it shows a plan and asks for",
        "    confirmation before it deletes.",
        "  Permanent fix: deploy with S3ObjectStorageMode=REFERENCE, which leaves the",
        "    code in your own versioned bucket and out of this limit.",
      ]
    `);
  });

  it('shows each figure on its own lines when no table fits', () => {
    expect(checkLines(MIXED, { width: 40 })).toMatchInlineSnapshot(`
      [
        "NOT MEASURED  dev (222222222222),",
        "  eu-central-1: Lambda code storage:",
        "  access denied",
        "  (lambda:GetAccountSettings:",
        "  AccessDenied)",
        "UNKNOWN  dev (222222222222),",
        "  us-east-1: the limit of Lambda code",
        "  storage (0.1 GiB in use): answer not",
        "  understood (lambda:GetAccountSettings:",
        "  malformed)",
        "",
        "UNKNOWN  dev, us-east-1",
        "  Lambda code storage: 0.1 GiB of",
        "    unknown",
        "CRITICAL  [2J ]0;owned <b>| gnp.exe",
        "  数据团队 👩‍🚀, eu-west-1",
        "  Lambda code storage: 300 GiB of 300",
        "    GiB, 99 %",
        "WARNING (muted)  dev, account-wide",
        "  S3 buckets: 8,500 of 10,000, 85 %,",
        "    full in 12 days",
        "",
        "ok  1 figure of 1 account, the fullest",
        "  10 %: dev, eu-west-1, Lambda code",
        "  storage; --all shows them",
        "",
        "6 figures of 2 accounts at 2026-11-22",
        "  06:00 UTC: 1 not measured, 1 with a",
        "  limit that is not known, 1 critical, 1",
        "  warning, 1 ok, 1 in Regions that are",
        "  not enabled",
        "",
        "Next steps:",
        "- dev, not measured: check the role,",
        "  its trust and external id, and any",
        "  SCP, then run the watchdog again. To",
        "  see which permission is missing:",
        "  limits-watchdog doctor --account dev",
        "- dev, unknown limits: update",
        "  limits-watchdog if this stays.",
        "- [2J ]0;owned <b>| gnp.exe 数据团队",
        "  👩‍🚀, eu-west-1, Lambda code storage:",
        "  limits-watchdog prune 333333333333",
        "  Delete old versions with the",
        "    command; it shows a plan and asks",
        "    for confirmation before it deletes.",
        "  Permanent fix: deploy with",
        "    S3ObjectStorageMode=REFERENCE, which",
        "    leaves the code in your own",
        "    versioned bucket and out of this",
        "    limit.",
      ]
    `);
  });

  it.each([20, 30, 40, 60, 80, 100, 200])(
    'is never wider than %i cells, but for a command that must be typed as it is',
    (width) => {
      for (const report of [MIXED, hostileReport(), largeReport(60, 3), wideReport(30, 6)]) {
        for (const isWhole of [false, true]) {
          const lines = checkLines(report, { width, isWhole }).filter(
            (line) => !COMMAND.test(line),
          );
          expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(width);
        }
      }
    },
  );

  it('removes control characters from names', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const lines = checkLines(reportOf(judged('ok', named(name))), { isWhole: true });
        expect(lines).toHaveLength(4);
        expect(lines.join('')).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });

  it('colours each state, and shows its word without colours too', () => {
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
  ])('says only as precisely as the forecast when a limit will be full: %j', (days, expected) => {
    const finding = judged('ok', IRELAND);
    const forecast = { ...days, basisDays: 30, perDay: 7 };
    const lines = checkLines(reportOf({ finding, samples: [], forecast }), { isWhole: true });
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
