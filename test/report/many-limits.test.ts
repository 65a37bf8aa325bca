import { describe, expect, it } from 'vitest';

import type { RunReport } from '../../src/model/run-report.ts';
import { isQuiet, listedIn } from '../../src/report/page/fine.ts';
import { anchorOf } from '../../src/report/page/names.ts';
import { reportPage } from '../../src/report/page/page.ts';
import { wideReport } from './wide-report.ts';

const REPORT = wideReport(30, 30);
const PAGE = reportPage(REPORT, () => 'digest');

/** Returns the content of each element of `class="fine"`, nested elements included. */
function foldedIn(page: string): string {
  const tags = [...page.matchAll(/<(\/?)details\b([^>]*)>/g)];
  const open: boolean[] = [];
  const folded: string[] = [];
  let from = 0;
  for (const { 1: end, 2: attributes = '', index } of tags) {
    if (open.includes(true)) folded.push(page.slice(from, index));
    from = index;
    if (end === '/') open.pop();
    else open.push(attributes.includes('class="fine'));
  }
  return folded.join('');
}

const idsIn = (markup: string) => [...markup.matchAll(/ id="([^"]*)"/g)].map(([, id = '']) => id);
const textOf = (markup: string) => markup.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');

describe('a report of 30 limits in 30 accounts', () => {
  it('hides nothing that is full, full soon, not measured, or has an unknown limit', () => {
    const folded = foldedIn(PAGE);
    const loud = REPORT.findings.filter((one) => !isQuiet(one));
    expect(loud.length).toBeGreaterThan(200);
    const inFolds = new Set(idsIn(folded));
    const ids = loud.map(({ finding }) => anchorOf(finding));
    expect(ids.filter((id) => inFolds.has(id))).toEqual([]);
    expect(folded).not.toMatch(/class="(?:label )?(?:warn|critical)"|not measured|limit unknown/);
  });

  it('has every figure once, hidden or not', () => {
    const expected = REPORT.findings.map(({ finding }) => anchorOf(finding));
    const found = idsIn(PAGE).filter((id) => /^\d{12}-/.test(id));
    expect(found.toSorted()).toEqual(expected.toSorted());
  });

  it('shows the number of figures by state for each set and each closed part', () => {
    const overview = PAGE.slice(PAGE.indexOf('id="overview"'), PAGE.indexOf('id="accounts"'));
    const heads = [...overview.matchAll(/<h3 class="part">(.*?)<\/h3>/gs)].map(([, text = '']) =>
      textOf(text).trim(),
    );
    const folds = [
      ...overview.matchAll(/<details class="fine[^>]*>\s*<summary>(.*?)<\/summary>/gs),
    ];
    expect([...heads, ...folds.map(([, text = '']) => textOf(text).trim())]).toMatchInlineSnapshot(`
      [
        "Always watched 9 not measured, 4 critical, 2 at warning, 253 fine, 2 in Regions that are not enabled",
        "Lambda 24 not measured, 4 critical, 7 at warning, 679 fine, 6 in Regions that are not enabled",
        "CloudWatch Logs 120 not measured, 6 critical, 5 at warning, 583 fine, 6 in Regions that are not enabled",
        "IAM 5 not measured, 2 critical, 33 fine; not watched in 22 accounts",
        "Route 53 5 not measured, 145 fine",
        "EventBridge 20 not measured, 4 with an unknown limit, 9 critical, 2 at warning, 560 fine, 5 in Regions that are not enabled",
        "23 accounts: 207 fine; the fullest 70 %: team-12-live, eu-west-1, Lambda code storage",
        "18 accounts: 426 fine, 6 in Regions that are not enabled; the fullest 70 %: team-2-dev, ap-southeast-2, Lambda listeners 25",
        "14 accounts: 336 fine; the fullest 70 %: team-26-dev, eu-west-1, CloudWatch Logs gateways 6",
        "29 accounts: 145 fine; the fullest 59 %: team-12-live, account-wide, Route 53 gateways 8",
        "16 accounts: 315 fine, 5 in Regions that are not enabled; the fullest 70 %: team-2-dev, eu-central-1, EventBridge certificates 14",
      ]
    `);
  });

  it('begins with the sets in which a limit is unknown', () => {
    const rest = REPORT.findings.filter(
      ({ finding }) => finding.target.account.name !== 'team-0-live',
    );
    const page = reportPage({ ...REPORT, findings: rest }, () => 'digest');
    const overview = page.slice(page.indexOf('id="overview"'), page.indexOf('id="accounts"'));
    const heads = [...overview.matchAll(/<h3 class="part">(.*?) *<span/g)].map(([, text]) => text);
    expect(heads).toMatchInlineSnapshot(`
      [
        "CloudWatch Logs",
        "EventBridge",
        "Lambda",
        "IAM",
        "Always watched",
        "Route 53",
      ]
    `);
  });

  it('names the sets of limits that are unknown for one cause, and hides only their Regions', () => {
    const cards = PAGE.slice(PAGE.indexOf('id="unseen"'), PAGE.indexOf('class="filter"'));
    expect(textOf(cards)).toContain(
      'team-1-dev 200000000001, non-production 6 limits (CloudWatch Logs), 24 figures',
    );
  });
});

it('has a row for each of 20,000 figures; in a larger report, only for figures that are not fine or have changed', () => {
  const [one] = REPORT.findings.filter((each) => each.finding.state === 'ok' && isQuiet(each));
  const [other] = REPORT.findings.filter((each) => !isQuiet(each));
  if (one === undefined || other === undefined) throw new Error('neither is there');
  const listed = (length: number) => listedIn({ ...REPORT, findings: Array(length).fill(one) });
  expect(listed(20_000)(one)).toBe(true);
  expect(listed(20_001)(one)).toBe(false);
  expect(listed(20_001)(other)).toBe(true);
  expect(listed(20_001)({ ...one, before: 'critical' })).toBe(true);
});

it('hides nothing when few accounts have few limits', () => {
  const few: RunReport = wideReport(6, 5);
  expect(reportPage(few, () => 'digest')).not.toContain('<details class="fine');
});
