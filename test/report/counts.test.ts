import { expect, test } from 'vitest';

import { countsText } from '../../src/report/page/fine.ts';
import { blind, failure } from '../model/make.ts';
import { wideReport } from './wide-report.ts';

test('the counts add up to the number of findings, also when a metric has no data', () => {
  const { findings } = wideReport(20, 8);
  const noData = {
    finding: { ...blind(failure('not-recorded')), state: 'no-data' as const },
    samples: [],
  };
  const text = countsText([...findings, noData]);
  expect(text).toContain('1 without data');
  const numbers = text.split(', ').map((part) => Number.parseInt(part, 10));
  expect(numbers.reduce((sum, one) => sum + one)).toBe(findings.length + 1);
});
