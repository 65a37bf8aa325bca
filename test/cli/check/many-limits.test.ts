import { describe, expect, it } from 'vitest';

import { checkLines } from '../../../src/cli/check/report-text.ts';
import { isQuiet } from '../../../src/report/page/fine.ts';
import { wideReport } from '../../report/wide-report.ts';

const REPORT = wideReport(30, 30);
const loud = REPORT.findings.filter(
  (one) => !isQuiet(one) && one.finding.state !== 'not-measured' && one.finding.state !== 'unknown',
);
const ROW = /^(?:CRITICAL|WARNING|ok) +team-/;

describe('a check of 30 limits in 30 accounts', () => {
  it.each([80, 120])(
    'has a row for all that needs attention at %i columns, and none for what is fine',
    (width) => {
      const lines = checkLines(REPORT, { width });
      expect(lines.filter((line) => ROW.test(line))).toHaveLength(loud.length);
      expect(lines.length).toBeLessThan(120);
    },
  );

  it('has one column header at 80 columns, and the limit above its rows', () => {
    const lines = checkLines(REPORT, { width: 80 });
    const from = lines.findIndex((line) => line.includes('ACCOUNT'));
    expect(lines.filter((line) => line.includes('ACCOUNT'))).toHaveLength(1);
    expect(lines.slice(from, from + 7)).toMatchInlineSnapshot(`
      [
        "          ACCOUNT       REGION             USED       OF   FULL  FULL IN",
        "EventBridge policies 4, event bus orders-7:",
        "CRITICAL  team-24-live  eu-west-1           520      500  104 %",
        "CRITICAL  team-12-live  us-east-1           475      500   95 %   8 days",
        "CloudWatch Logs policies 1:",
        "CRITICAL  team-5-dev    eu-west-1           515      500  103 %",
        "CRITICAL  team-24-live  eu-central-1        480      500   96 %",
      ]
    `);
  });

  it('shows for each set how many figures are fine, and the fullest', () => {
    expect(checkLines(REPORT).filter((line) => line.startsWith('ok'))).toMatchInlineSnapshot(`
      [
        "ok  Always watched: 253 figures of 29 accounts, the fullest 70 %: team-12-live, eu-west-1, Lambda code storage",
        "ok  Lambda: 679 figures of 29 accounts, the fullest 70 %: team-1-dev, us-east-1, Lambda listeners 25",
        "ok  CloudWatch Logs: 583 figures of 25 accounts, the fullest 70 %: team-12-live, us-east-1, CloudWatch Logs gateways 6",
        "ok  IAM: 33 figures of 7 accounts, the fullest 67 %: team-12-live, account-wide, IAM zones 17",
        "ok  Route 53: 145 figures of 29 accounts, the fullest 59 %: team-12-live, account-wide, Route 53 gateways 8",
        "ok  EventBridge: 560 figures of 29 accounts, the fullest 70 %: team-1-dev, eu-west-1, EventBridge certificates 14, event bus orders-14; --all shows them",
      ]
    `);
  });

  it('shows every figure with --all: first those that need attention, then each set', () => {
    const lines = checkLines(REPORT, { isWhole: true });
    const heads = lines.flatMap((line, at) => (/^(?!\d).*: .*\d fine/.test(line) ? [at] : []));
    expect(heads.map((at) => lines[at])).toMatchInlineSnapshot(`
      [
        "Always watched: 253 fine, 2 in Regions that are not enabled",
        "Lambda: 679 fine, 6 in Regions that are not enabled",
        "CloudWatch Logs: 583 fine, 6 in Regions that are not enabled",
        "IAM: 33 fine",
        "Route 53: 145 fine",
        "EventBridge: 560 fine, 5 in Regions that are not enabled",
      ]
    `);
    const before = lines.slice(0, heads[0]).filter((line) => /^(CRITICAL|WARNING|ok) /.test(line));
    expect(before).toHaveLength(loud.length);
    const measured = REPORT.findings.filter(({ finding }) => finding.state !== 'not-measured');
    const rows = lines.filter((line) =>
      /^(CRITICAL|WARNING|UNKNOWN|ok|not enabled) .*team-.* {2}/.test(line),
    );
    expect(rows.length).toBeGreaterThanOrEqual(measured.length);
  });
});
