import { expect, it } from 'vitest';

import { isQuiet } from '../../src/report/page/fine.ts';
import { anchorOf } from '../../src/report/page/names.ts';
import { reportPage } from '../../src/report/page/page.ts';
import { wideReport } from './wide-report.ts';

it('a page of 30 limits in 260 accounts counts what is fine, lists everything else, and links to nothing that is not there', () => {
  const report = wideReport(30, 260);
  const page = reportPage(report, () => 'digest');
  expect(report.findings.length).toBeGreaterThan(20_000);
  expect(Buffer.byteLength(page)).toBeLessThan(4_000_000);
  const ids = new Set([...page.matchAll(/ id="([^"]*)"/g)].map(([, id = '']) => id));
  const loud = report.findings.filter((one) => !isQuiet(one));
  const missing = loud.filter(({ finding }) => !ids.has(anchorOf(finding)));
  expect(missing).toEqual([]);
  const links = [...page.matchAll(/ href="#([^"]*)"/g)].map(([, id = '']) => id);
  expect(links.filter((id) => !ids.has(id))).toEqual([]);
  const quiet = report.findings.length - loud.length;
  expect(page).toContain(`${quiet.toLocaleString('en-US')} figures that are fine are`);
});
