import { describe, expect, it } from 'vitest';

import { checkLines } from '../../src/cli/check/report-text.ts';
import { reportPage } from '../../src/report/page/page.ts';
import { largeReport } from '../report/sample-report.ts';

const TROUBLE = 'The organisation could not be listed. AWS said no.';

describe('the trouble with an unreliable list of accounts', () => {
  const seen = largeReport(2, 2);
  const readable = {
    ...seen,
    findings: seen.findings.filter(({ finding }) => 'used' in finding && !('failure' in finding)),
    accountsTrouble: TROUBLE,
  };
  const page = reportPage(readable, () => 'c2hh').replaceAll(/\s+/g, ' ');

  it('is shown above all results, and the page then never says that everything is known', () => {
    expect(page.indexOf(TROUBLE)).toBeGreaterThan(0);
    expect(page.indexOf(TROUBLE)).toBeLessThan(page.indexOf('Needs attention</h2>'));
    expect(page).not.toContain('Nothing: all');
    expect(page).toContain('something is wrong with the list of accounts');
    expect(checkLines(readable, undefined)[0]).toBe(`NOT KNOWN  ${TROUBLE}`);
  });

  it('is not mentioned when the list is reliable', () => {
    const { accountsTrouble: _none, ...fine } = readable;
    const other = reportPage(fine, () => 'c2hh').replaceAll(/\s+/g, ' ');
    expect(other).toContain('Nothing: all');
    expect(other).not.toContain('list of accounts');
  });
});
